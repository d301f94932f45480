import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { PAYMENT_METHODS } from "../directory/paymentMethods.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import type { Entry } from "./receivables.ts";

/** What was asked for and what came in, each leading to its document. */
export function StatementTable({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const columns: Column<Entry>[] = [
    { key: "what", head: t`Document`, main: true, cell: (entry) => <Document entry={entry} /> },
    { key: "day", head: t`Date`, cell: (entry) => day(entry.day) },
    {
      key: "due",
      head: t`Due`,
      cell: ({ invoice }) => (invoice?.due_date ? day(invoice.due_date) : null),
    },
    {
      key: "invoiced",
      head: t`Invoiced`,
      align: "end",
      cell: ({ invoice }) => (invoice ? <Money value={invoice.total} /> : null),
    },
    {
      key: "credited",
      head: t`Credited`,
      align: "end",
      cell: ({ note }) => (note ? <Money value={note.total} /> : null),
    },
    {
      key: "paid",
      head: t`Received`,
      align: "end",
      cell: ({ payment }) => (payment ? <Money value={payment.amount} /> : null),
    },
    {
      key: "owed",
      head: t`Owed of it`,
      align: "end",
      cell: ({ invoice }) => (invoice ? <Money value={invoice.balance} strong /> : null),
    },
  ];
  return <DataTable label={t`Statement`} columns={columns} rows={entries} rowKey={({ key }) => key} />;
}

function Document({ entry: { invoice, note, payment } }: { readonly entry: Entry }) {
  const { t, i18n } = useLingui();
  if (invoice)
    return (
      <span className="row">
        <Link to={paths.invoice(invoice.id)}>{t`Invoice ${invoice.number ?? ""}`}</Link>
        {invoice.overdue && <Badge tone="danger">{t`Overdue`}</Badge>}
      </span>
    );
  if (note) return <Link to={paths.creditNote(note.id)}>{t`Credit note ${note.number}`}</Link>;
  if (!payment) return null;
  const words = payment.reverses ? t`Payment reversed` : t`Payment`;
  return (
    <Link to={paths.payment(payment.id)}>
      {words}, {i18n._(PAYMENT_METHODS[payment.method])}
    </Link>
  );
}
