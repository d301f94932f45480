import { useLingui } from "@lingui/react/macro";
import { formatDuration } from "../time/duration.ts";
import { Bars } from "../ui/Chart.tsx";
import { Card } from "../ui/Page.tsx";
import type { Dimension, Report } from "./report.ts";
import styles from "./Team.module.css";
import { usePartName } from "./useDimensionWords.ts";

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
  return (
    <Card>
      <p className={styles.legend}>
        <span data-series={1}>{t`All time`}</span>
        <span data-series={2}>{t`Billable`}</span>
      </p>
      <Bars
        label={t`Time by group`}
        labels={shown.map((group) => nameOf(group, by))}
        series={[series(t`All time`, "seconds"), series(t`Billable`, "billable_seconds")]}
      />
    </Card>
  );
}
