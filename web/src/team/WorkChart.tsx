import { useLingui } from "@lingui/react/macro";
import type { Dimension } from "../dimensions/asked.ts";
import { usePartName } from "../dimensions/useDimensionWords.ts";
import { formatDuration } from "../time/duration.ts";
import { Bars, Legend } from "../ui/Chart.tsx";
import { Card } from "../ui/Page.tsx";
import type { Report } from "./report.ts";

const MOST_BARS = 12;

/** The groups beside each other; of many those with the most time. */
export function WorkChart({ report, by }: { readonly report: Report; readonly by: Dimension }) {
  const { t } = useLingui();
  const nameOf = usePartName();
  const most = [...report.groups]
    .sort((one, other) => other.totals.seconds - one.totals.seconds)
    .slice(0, MOST_BARS);
  const shown = report.groups.filter((group) => most.includes(group));
  const series = (name: string, of: "seconds" | "billable_seconds") => ({
    name,
    values: shown.map(({ totals }) => totals[of]),
    shown: shown.map(({ totals }) => formatDuration(totals[of])),
  });
  const both = [series(t`All time`, "seconds"), series(t`Billable`, "billable_seconds")];
  return (
    <Card>
      <Legend series={both} />
      <Bars label={t`Time by group`} labels={shown.map((group) => nameOf(group, by))} series={both} />
    </Card>
  );
}
