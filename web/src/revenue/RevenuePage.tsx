import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { daysOf, VALUED_DIMENSIONS } from "../dimensions/asked.ts";
import { ChooseDimensions } from "../dimensions/ChooseDimensions.tsx";
import { useFormats } from "../i18n/format.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { askedRevenue, revenueQuery, USUAL } from "./asked.ts";
import { ChooseTime } from "./ChooseTime.tsx";
import { RevenueTable } from "./RevenueTable.tsx";
import { hasCharges } from "./report.ts";

/** What work is worth, billed or not, by two of what it can be split by. */
export default function RevenuePage() {
  const { t } = useLingui();
  const { days } = useFormats();
  const may = useMay();
  const [search] = useSearchParams();
  const shown = daysOf(askedRevenue(search).period, today());
  const title = t`Costs and revenue`;
  if (!may("see-rates")) return <Denied title={title} lacks="see-rates" />;
  return (
    <Page title={title} lead={days(shown.first_day, shown.last_day)}>
      <ChooseDimensions dimensions={VALUED_DIMENSIONS} usual={USUAL}>
        <ChooseTime />
      </ChooseDimensions>
      <Revenue />
    </Page>
  );
}

function Revenue() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const asked = askedRevenue(search);
  const query = revenueQuery(asked, today());
  const report = useQuery({
    ...rates.query("/v1/costs-and-revenue", { params: { query } }),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={report}>
      {(found) =>
        found.groups.length ? (
          <>
            <RevenueTable report={found} asked={asked} />
            {hasCharges({ earnings: found.totals }) && (
              <p className="muted small">
                <Trans>
                  What agreements charge is in these sums: a month’s fee or minimum on its first day, a block
                  when it is bought, a milestone when it is reached. It is never shared out: where it belongs
                  to nobody it is a line of its own, and time that it includes earns nothing by the hour.
                </Trans>
              </p>
            )}
            <p className="muted small">
              <Trans>
                Before tax. Each figure is rounded as an invoice of just this work would be, so sums may
                differ by cents.
              </Trans>
            </p>
            <p>
              <a
                href={`/rates/v1/costs-and-revenue.csv?${new URLSearchParams(query)}`}
                download="costs-and-revenue.csv"
              >
                <Trans>Table as CSV</Trans>
              </a>
            </p>
          </>
        ) : (
          <EmptyState title={t`No time in this period`} />
        )
      }
    </QueryView>
  );
}
