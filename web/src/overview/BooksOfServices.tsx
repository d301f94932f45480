import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import type { Books } from "./reconciliations.ts";

/** What others have of the same time: how many entries, whether they agree, and in which bucket each second is. */
export function BooksOfServices({ books }: { readonly books: readonly Books[] }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const names = useServiceNames();
  const columns: readonly Column<Books>[] = [
    { key: "service", head: t`Compared with`, main: true, cell: ({ service }) => names[service] },
    { key: "entries", head: t`Approved entries`, align: "end", cell: ({ entries }) => count(entries) },
    { key: "time", head: t`Time`, align: "end", cell: ({ seconds }) => <Duration seconds={seconds} clock /> },
    { key: "outcome", head: t`Found`, cell: (one) => <Outcome books={one} /> },
  ];
  const buckets = books.find((one) => one.buckets !== null)?.buckets;
  return (
    <Section title={t`Timesheets and invoices`}>
      <DataTable
        label={t`Timesheets and invoices`}
        columns={columns}
        rows={books}
        rowKey={({ service }) => service}
      />
      {buckets && <Buckets buckets={buckets} />}
    </Section>
  );
}

/** Whose figures they are, by what people know them by. */
export function useServiceNames(): Readonly<Record<"rates" | "timer" | "invoicing", string>> {
  const { t } = useLingui();
  return { rates: t`Reports and budgets`, timer: t`Timesheets`, invoicing: t`Invoices` };
}

function Outcome({ books: { state, found } }: { readonly books: Books }) {
  const { count } = useFormats();
  const differing = count(found);
  if (state === "agree")
    return (
      <Badge tone="ok">
        <Trans>All agree</Trans>
      </Badge>
    );
  return (
    <Badge tone="warn">
      {state === "differ" ? <Trans>Entries that differ: {differing}</Trans> : <Trans>No answer</Trans>}
    </Badge>
  );
}

function Buckets({ buckets }: { readonly buckets: NonNullable<Books["buckets"]> }) {
  const { t } = useLingui();
  const rows = [
    { key: "unpriced", name: t`Without a price`, seconds: buckets.unpriced_seconds },
    { key: "held", name: t`Held by agreements`, seconds: buckets.held_seconds },
    { key: "ready", name: t`Ready to be invoiced`, seconds: buckets.ready_seconds },
    { key: "drafted", name: t`On drafts`, seconds: buckets.drafted_seconds },
    { key: "billed", name: t`On invoices`, seconds: buckets.billed_seconds },
    { key: "written-off", name: t`Written off`, seconds: buckets.written_off_seconds },
    { key: "approved", name: t`Approved billable time in all`, seconds: buckets.approved_seconds },
  ];
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { key: "name", head: t`Where approved time is`, main: true, cell: ({ name }) => name },
    { key: "time", head: t`Time`, align: "end", cell: ({ seconds }) => <Duration seconds={seconds} clock /> },
  ];
  return (
    <DataTable label={t`Where approved time is`} columns={columns} rows={rows} rowKey={({ key }) => key} />
  );
}
