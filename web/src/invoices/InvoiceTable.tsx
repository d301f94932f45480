import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import styles from "./Invoices.module.css";
import type { Summary } from "./invoice.ts";
import { DisputedBadge, StandingBadge, UndeliveredBadge } from "./StateBadges.tsx";
import { useSettled } from "./useSettled.ts";

interface Props {
  readonly invoices: readonly Summary[];
  /** Columns before its own. */
  readonly first?: readonly Column<Summary>[];
}

/** Drafts and invoices, each leading to its own screen. */
export function InvoiceTable({ invoices, first = [] }: Props) {
  const { t } = useLingui();
  const columns = [...first, ...useColumns()];
  return <DataTable label={t`Invoices`} columns={columns} rows={invoices} rowKey={(invoice) => invoice.id} />;
}

function useColumns(): Column<Summary>[] {
  const { t } = useLingui();
  return [
    {
      key: "number",
      head: t`Number`,
      main: true,
      cell: (invoice) => (
        <Link
          className={styles.together}
          to={invoice.state === "draft" ? paths.draft(invoice.id) : paths.invoice(invoice.id)}
        >
          {invoice.number ?? t`Draft`}
        </Link>
      ),
    },
    { key: "customer", head: t`Customer`, cell: (invoice) => invoice.organization_name },
    { key: "state", head: t`State`, cell: (invoice) => <States invoice={invoice} /> },
    {
      key: "issued",
      head: t`Issued`,
      wide: true,
      cell: (invoice) => <Day day={invoice.issue_date} />,
    },
    { key: "due", head: t`Due`, cell: (invoice) => <Day day={invoice.due_date} /> },
    { key: "total", head: t`Total`, align: "end", cell: (invoice) => <Total invoice={invoice} /> },
    {
      key: "balance",
      head: t`Owed`,
      align: "end",
      cell: (invoice) => (invoice.state === "draft" ? null : <Money value={invoice.balance} strong />),
    },
  ];
}

/** What it charges, and each part of that that is owed no more. */
function Total({ invoice }: { readonly invoice: Summary }) {
  const parts = useSettled()(invoice);
  return (
    <>
      <Money value={invoice.total} />
      {parts.length > 0 && (
        <ul className={styles.settled}>
          {parts.map(([name, amount]) => (
            <li key={name} className="muted small">
              {name} <Money value={amount} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where it stands; and the mail, unless it went well. */
function States({ invoice }: { readonly invoice: Summary }) {
  return (
    <span className="row">
      <StandingBadge invoice={invoice} />
      {invoice.disputed && <DisputedBadge />}
      {invoice.state === "issued" && <UndeliveredBadge state={invoice.delivery.state} />}
    </span>
  );
}

function Day({ day }: { readonly day: string | null }) {
  const formats = useFormats();
  return day && <span className={styles.together}>{formats.day(day)}</span>;
}
