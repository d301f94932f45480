import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";

type Export = InvoicingSchemas["schemas"]["JournalExportResponse"];

/** The exports that were made; their files never change. */
export function ExportTable({ exports }: { readonly exports: readonly Export[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const columns: Column<Export>[] = [
    { key: "day", head: t`Up to`, main: true, cell: ({ last_day }) => day(last_day) },
    { key: "count", head: t`Transactions`, align: "end", cell: ({ transactions }) => transactions },
    { key: "made", head: t`Made`, cell: ({ created_at }) => day(created_at.slice(0, 10)) },
    { key: "files", head: t`Files`, cell: (one) => <Files of={one} /> },
  ];
  return <DataTable label={t`Exports`} columns={columns} rows={exports} rowKey={({ id }) => id} />;
}

function Files({ of: { id, last_day } }: { readonly of: Export }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const until = day(last_day);
  const file = `/invoicing/v1/journal-exports/${id}.csv`;
  return (
    <span className="row">
      <a href={file} download aria-label={t`CSV with commas, up to ${until}`}>
        {t`CSV with commas`}
      </a>
      <a href={`${file}?format=semicolon`} download aria-label={t`CSV with semicolons, up to ${until}`}>
        {t`CSV with semicolons`}
      </a>
    </span>
  );
}
