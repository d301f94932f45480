import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Downloads } from "./Downloads.tsx";
import { askedIn, daysOf } from "./report.ts";
import { WorkAsked } from "./WorkAsked.tsx";
import { WorkChart } from "./WorkChart.tsx";
import { WorkTable } from "./WorkTable.tsx";

/** Who worked on what, and how much of what they could. */
export default function TeamPage() {
  const { t } = useLingui();
  const { days } = useFormats();
  const may = useMay();
  const [search] = useSearchParams();
  const { first_day, last_day } = daysOf(askedIn(search).period, today());
  const title = t({ message: "Team", context: "screen" });
  if (!may("see-work"))
    return (
      <Page title={title}>
        <EmptyState title={may.not("see-work") ?? ""} />
      </Page>
    );
  return (
    <Page title={title} lead={days(first_day, last_day)}>
      <WorkAsked />
      <Work />
    </Page>
  );
}

function Work() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const asked = askedIn(search);
  const query = {
    ...daysOf(asked.period, today()),
    by: asked.by,
    ...(asked.thenBy ? { then_by: asked.thenBy } : {}),
  };
  const report = useQuery({
    ...timer.query("/v1/reports/work", { params: { query } }),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={report}>
      {(found) =>
        found.groups.length ? (
          <>
            <WorkChart report={found} by={asked.by} />
            <WorkTable report={found} asked={asked} />
            <Downloads />
          </>
        ) : (
          <EmptyState title={t`No time in this period`} />
        )
      }
    </QueryView>
  );
}
