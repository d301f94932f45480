import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Facts, Page } from "../ui/Page.tsx";
import type { Row } from "./receivables.ts";
import { statement } from "./receivables.ts";
import { StatementTable } from "./StatementTable.tsx";

const MOST = 500;

/** A customer's invoices, credit notes and payments in the order of their days, and what is owed now. */
export function StatementPage({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const name = useName("organizations")(customer);
  const report = useQuery(invoicing.query("/v1/reports/receivables"));
  const rows = report.data?.items.filter((row) => row.organization_id === customer) ?? [];
  return (
    <Page
      title={t`Statement: ${name}`}
      lead={report.data && t`As of ${day(report.data.as_of)}`}
      back={{ to: paths.receivables, label: t`Receivables` }}
      actions={
        <>
          <ButtonLink to={withQuery(paths.invoices, { customer })}>{t`Invoices`}</ButtonLink>
          <ButtonLink to={withQuery(paths.newPayment, { customer })} look="primary">
            {t`Record a payment`}
          </ButtonLink>
        </>
      }
    >
      {rows.map((row) => (
        <Owed key={row.currency} row={row} />
      ))}
      {report.data && rows.length === 0 && <Note tone="ok">{t`Nothing is owed.`}</Note>}
      <Entries customer={customer} />
    </Page>
  );
}

function Owed({ row }: { readonly row: Row }) {
  const { t } = useLingui();
  return (
    <Card>
      <Facts
        facts={[
          [t`Owed`, <Money key="total" value={row.total} strong />],
          [t`Not due`, <Money key="not-due" value={row.not_due} />],
          [t`1–30 days late`, <Money key="30" value={row.days_1_30} />],
          [t`31–60 days`, <Money key="60" value={row.days_31_60} />],
          [t`61–90 days`, <Money key="90" value={row.days_61_90} />],
          [t`Over 90 days`, <Money key="more" value={row.days_over_90} />],
          [t`Credit`, <Money key="credit" value={row.credit} />],
        ]}
      />
    </Card>
  );
}

function Entries({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const query = { organization_id: customer, limit: MOST };
  const invoices = useQuery(
    invoicing.query("/v1/invoices", { params: { query: { ...query, state: "issued" } } }),
  );
  const notes = useQuery(invoicing.query("/v1/credit-notes", { params: { query } }));
  const payments = useQuery(invoicing.query("/v1/payments", { params: { query } }));
  const more = invoices.data?.next_cursor || notes.data?.next_cursor || payments.data?.next_cursor;
  return (
    <QueryView query={invoices}>
      {(issued) => (
        <QueryView query={payments}>
          {(paid) => {
            const entries = statement(issued.items, notes.data?.items ?? [], paid.items);
            if (entries.length === 0) return <EmptyState title={t`Nothing was invoiced yet.`} />;
            return (
              <>
                <StatementTable entries={entries} />
                {more && <Note>{t`The statement ends after ${MOST} documents.`}</Note>}
              </>
            );
          }}
        </QueryView>
      )}
    </QueryView>
  );
}
