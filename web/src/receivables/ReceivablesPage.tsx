import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Ageing } from "./Ageing.tsx";
import { byCurrency } from "./receivables.ts";
import { StatementPage } from "./StatementPage.tsx";

/** Who owes how much since when; with a customer in the address, their statement. */
export default function ReceivablesPage() {
  const customer = useSearchParams()[0].get("customer");
  return customer ? <StatementPage customer={customer} /> : <Report />;
}

function Report() {
  const { t } = useLingui();
  const { day } = useFormats();
  const query = useQuery(invoicing.query("/v1/reports/receivables"));
  return (
    <Page
      title={t`Receivables`}
      lead={query.data && t`As of ${day(query.data.as_of)}`}
      actions={
        <>
          <ButtonLink to={paths.vat}>{t`VAT report`}</ButtonLink>
          <ButtonLink to={paths.newPayment} look="primary">{t`Record a payment`}</ButtonLink>
        </>
      }
    >
      <QueryView query={query} lines={8}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              title={t`Nobody owes anything.`}
              action={<ButtonLink to={paths.invoices}>{t`Show all invoices`}</ButtonLink>}
            />
          ) : (
            byCurrency(items).map(([currency, rows]) => (
              <Ageing key={currency} currency={currency} rows={rows} />
            ))
          )
        }
      </QueryView>
    </Page>
  );
}
