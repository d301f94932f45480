import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { CreditNoteSummary } from "./credit.ts";
import styles from "./Invoices.module.css";
import { UndeliveredBadge } from "./StateBadges.tsx";

interface Props {
  readonly notes: readonly CreditNoteSummary[];
  /** Of one invoice, whose number and customer need not be said. */
  readonly of?: "invoice";
}

/** Credit notes, each leading to its own screen. */
export function CreditNoteTable({ notes, of }: Props) {
  const { t } = useLingui();
  const { day } = useFormats();
  const number: Column<CreditNoteSummary> = {
    key: "number",
    head: t`Number`,
    main: true,
    cell: (note) => (
      <Link className={styles.together} to={paths.creditNote(note.id)}>
        {note.number}
      </Link>
    ),
  };
  const corrected: Column<CreditNoteSummary>[] = [
    {
      key: "invoice",
      head: t`Invoice`,
      cell: (note) => (
        <Link className={styles.together} to={paths.invoice(note.invoice_id)}>
          {note.invoice_number}
        </Link>
      ),
    },
    { key: "customer", head: t`Customer`, cell: (note) => note.organization_name },
  ];
  const columns: Column<CreditNoteSummary>[] = [
    number,
    ...(of ? [] : corrected),
    { key: "issued", head: t`Issued`, cell: (note) => day(note.issue_date) },
    { key: "state", head: t`State`, cell: (note) => <UndeliveredBadge state={note.delivery.state} /> },
    { key: "reason", head: t`Reason`, wide: true, cell: (note) => note.reason },
    {
      key: "total",
      head: t`Credited`,
      align: "end",
      cell: (note) => <Money value={note.total} strong />,
    },
  ];
  return <DataTable label={t`Credit notes`} columns={columns} rows={notes} rowKey={(note) => note.id} />;
}
