import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { isRefused, type Report, type Row, rowsOf } from "./report.ts";
import { CELLS, KINDS, OUTCOMES } from "./rowWords.ts";

const PAGE = 50;
type Which = "refused" | "create" | "unchanged" | "all";

/** Every row of the file; first those that are not imported. */
export function Rows({ report }: { readonly report: Report }) {
  const { t } = useLingui();
  const all = rowsOf(report);
  const [which, setWhich] = useState<Which>(all.some(isRefused) ? "refused" : "all");
  const [shown, setShown] = useState(PAGE);
  const columns = useColumns();
  const rows = all.filter(
    (row) => which === "all" || (which === "refused" ? isRefused(row) : row.outcome === which),
  );
  const choose = (
    <Choice
      label={t`Which rows`}
      name="rows"
      value={which}
      options={[
        ["refused", t`Not imported`],
        ["create", t`New`],
        ["unchanged", t`Here already`],
        ["all", t`All`],
      ]}
      onChange={setWhich}
    />
  );
  return (
    <Section title={t`Row by row`} actions={choose}>
      {rows.length === 0 ? (
        <p className="muted">
          <Trans>There are no such rows.</Trans>
        </p>
      ) : (
        <DataTable
          label={t`Rows of the file`}
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={(row) => `${row.line}-${row.outcome}-${row.kind}`}
        />
      )}
      <Pager more={rows.length > shown ? () => setShown(shown + PAGE) : undefined} loading={false} />
    </Section>
  );
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useLingui();
  return [
    { key: "line", head: t`Line`, main: true, cell: ({ line }) => line },
    { key: "outcome", head: t`Outcome`, cell: (row) => <OutcomeBadge row={row} /> },
    { key: "column", head: t`Column`, cell: ({ column }) => column || null },
    { key: "value", head: t`In the file`, cell: ({ value }) => (value ? <code>{value}</code> : null) },
    { key: "reason", head: t`Reason`, cell: (row) => <Reason row={row} /> },
  ];
}

function OutcomeBadge({ row }: { readonly row: Row }) {
  const { i18n } = useLingui();
  const { label, tone } = OUTCOMES[row.outcome];
  return <Badge tone={tone}>{i18n._(label)}</Badge>;
}

/** In the reader's language, and the service's detail where it says more: which entry, which day. */
function Reason({ row: { kind, detail, outcome } }: { readonly row: Row }) {
  const { i18n } = useLingui();
  const words = outcome === "error" ? CELLS[detail] : KINDS[kind];
  if (!words) return detail || kind || null;
  return (
    <>
      {i18n._(words)}
      {outcome === "conflict" && <div className="muted small">{detail}</div>}
    </>
  );
}
