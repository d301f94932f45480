import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { askedIn, DIMENSIONS, daysOf, queryOf } from "../dimensions/asked.ts";
import { ChooseDimensions } from "../dimensions/ChooseDimensions.tsx";
import { useFormats } from "../i18n/format.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { SignTimesheet } from "../signing/SignTimesheet.tsx";
import { today } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Downloads } from "./Downloads.tsx";
import { WorkChart } from "./WorkChart.tsx";
import { WorkTable } from "./WorkTable.tsx";

/** Who worked on what, and how much of what they could. */
export default function TeamPage() {
  const { t } = useLingui();
  const { days } = useFormats();
  const may = useMay();
  const [search] = useSearchParams();
  const shown = daysOf(askedIn(search).period, today());
  const title = t({ message: "Team", context: "screen" });
  if (!may("see-work")) return <Denied title={title} lacks="see-work" />;
  const sign = (
    <SignTimesheet days={shown}>
      <Trans>Timesheet to sign…</Trans>
    </SignTimesheet>
  );
  return (
    <Page title={title} lead={days(shown.first_day, shown.last_day)} actions={sign}>
      <ChooseDimensions dimensions={DIMENSIONS} usual="agent" />
      <Work />
    </Page>
  );
}

function Work() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const asked = askedIn(search);
  const query = queryOf(asked, today());
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
