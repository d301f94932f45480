import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Downloads } from "../ui/Downloads.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Collection } from "./Collection.tsx";
import { OpenInvoicesPage } from "./OpenInvoicesPage.tsx";
import { Owing } from "./Owing.tsx";
import { type Asked, askedIn, standing } from "./receivables.ts";
import { Standing } from "./Standing.tsx";
import { StatementPage } from "./StatementPage.tsx";

/** Who owes how much since when. With a customer in the address their statement, with an age the invoices of it. */
export default function ReceivablesPage() {
  const asked = askedIn(useSearchParams()[0]);
  if (asked.age) return <OpenInvoicesPage asked={asked} />;
  return asked.customer ? <StatementPage customer={asked.customer} /> : <Report asked={asked} />;
}

function Report({ asked }: { readonly asked: Asked }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const query = useQuery(
    invoicing.query("/v1/reports/receivables", { params: { query: { ...standing(asked), limit: 1 } } }),
  );
  return (
    <Page
      title={t`Receivables`}
      lead={query.data && t`As of ${day(query.data.as_of)}`}
      actions={
        <>
          <ButtonLink to={paths.journal}>{t`Journal`}</ButtonLink>
          <ButtonLink to={paths.vat}>{t`VAT report`}</ButtonLink>
          <ButtonLink to={paths.newPayment} look="primary">{t`Record a payment`}</ButtonLink>
        </>
      }
    >
      <Standing asked={asked} />
      <QueryView query={query} lines={8}>
        {({ totals }) =>
          totals.length === 0 ? (
            <EmptyState
              title={asked.asOf ? t`Nobody owed anything.` : t`Nobody owes anything.`}
              action={<ButtonLink to={paths.invoices}>{t`Show all invoices`}</ButtonLink>}
            />
          ) : (
            <>
              {totals.map((one) => (
                <Owing key={one.currency} totals={one} asked={asked} />
              ))}
              <Downloads
                label={t`Download`}
                file="/invoicing/v1/exports/receivables"
                query={standing(asked)}
              />
            </>
          )
        }
      </QueryView>
      {!asked.asOf && <Collection />}
    </Page>
  );
}
