import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { today } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Boxes } from "./Boxes.tsx";
import { EuSales } from "./EuSales.tsx";
import { PeriodChoice } from "./PeriodChoice.tsx";
import { asked } from "./period.ts";
import { VatDocuments } from "./VatDocuments.tsx";
import { VatLines } from "./VatLines.tsx";

/** What a period came to, for the VAT return; with a line in the address, the documents behind it. */
export default function VatPage() {
  const { t } = useLingui();
  const { days } = useFormats();
  const [address] = useSearchParams();
  const period = asked(address, today());
  const { first_day, last_day } = period;
  const query = useQuery(invoicing.query("/v1/reports/vat", { params: { query: { first_day, last_day } } }));
  return (
    <Page
      title={t`VAT report`}
      lead={t`${days(first_day, last_day)}, by issue date`}
      back={{ to: paths.receivables, label: t`Receivables` }}
    >
      <PeriodChoice period={period} />
      <QueryView query={query} lines={6}>
        {(report) =>
          report.lines.length === 0 ? (
            <EmptyState title={t`Nothing was issued in this period.`} />
          ) : (
            <>
              <Boxes boxes={report.boxes} />
              <VatLines lines={report.lines} period={period} />
              <EuSales sales={report.eu_sales} />
              <p>
                <a
                  href={`/invoicing/v1/reports/vat.csv?first_day=${first_day}&last_day=${last_day}`}
                  download
                >
                  <Trans>Download as CSV</Trans>
                </a>
              </p>
            </>
          )
        }
      </QueryView>
      <Opened />
    </Page>
  );
}

function Opened() {
  const { t } = useLingui();
  const [address] = useSearchParams();
  if (!address.has("category")) return null;
  return (
    <Section title={t`Documents`}>
      <VatDocuments address={address} />
    </Section>
  );
}
