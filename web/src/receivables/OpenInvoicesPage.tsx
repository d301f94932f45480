import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { type Asked, type OpenInvoice, standing } from "./receivables.ts";
import { useAgeWords } from "./useAgeWords.ts";

/** The invoices of one age, the one that was due first before the others. */
export function OpenInvoicesPage({ asked }: { readonly asked: Asked }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useAgeWords();
  const { age, currency, customer, asOf } = asked;
  const query = {
    ...standing(asked),
    ...(age ? { age } : {}),
    ...(currency ? { currency } : {}),
    ...(customer ? { organization_id: customer } : {}),
  };
  const list = usePages(invoicing.pages("/v1/reports/receivables/invoices", { params: { query } }));
  const back = withQuery(paths.receivables, standing(asked));
  return (
    <Page
      title={age ? t`Owed: ${words[age]}` : t`Receivables`}
      lead={asOf && t`As of ${day(asOf)}`}
      back={{ to: back, label: t`Receivables` }}
    >
      <ListView list={list} empty={<EmptyState title={t`No invoice is like that.`} />}>
        <DataTable
          label={t`Open invoices`}
          columns={useColumns()}
          rows={list.items}
          rowKey={(row) => row.invoice_id}
        />
      </ListView>
    </Page>
  );
}

function useColumns(): Column<OpenInvoice>[] {
  const { t } = useLingui();
  const { day, count } = useFormats();
  return [
    {
      key: "number",
      head: t`Invoice`,
      main: true,
      cell: (row) => (
        <span className="row">
          <Link to={paths.invoice(row.invoice_id)}>{row.number}</Link>
          {row.disputed && <Badge tone="warn">{t`Disputed`}</Badge>}
        </span>
      ),
    },
    {
      key: "customer",
      head: t`Customer`,
      cell: (row) => (
        <Link to={withQuery(paths.receivables, { customer: row.organization_id })}>
          {row.organization_name}
        </Link>
      ),
    },
    { key: "due", head: t`Due`, cell: (row) => day(row.due_date) },
    {
      key: "late",
      head: t`Days late`,
      align: "end",
      cell: (row) => (row.days_late > 0 ? count(row.days_late) : null),
    },
    { key: "total", head: t`Total`, align: "end", cell: (row) => <Money value={row.total} /> },
    { key: "owed", head: t`Owed`, align: "end", cell: (row) => <Money value={row.owed} strong /> },
  ];
}
