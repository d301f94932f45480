import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useFormats } from "../i18n/format.ts";
import { reasonWords } from "../refusals/reasonWords.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge } from "../ui/Note.tsx";
import { Facts } from "../ui/Page.tsx";
import { CELLS, FIELDS, OUTCOMES } from "./importWords.ts";
import type { Report, ReportedRow } from "./useCustomerImport.ts";

const SHOWN_AT_FIRST = 100;

/** What becomes of each row; those that are refused come first. */
export function ImportReport({ report }: { readonly report: Report }) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const columns = useColumns();
  const rows = [...report.rows].sort((one, other) => weight(one) - weight(other));
  return (
    <>
      <Counts report={report} />
      <DataTable
        label={t`Rows`}
        columns={columns}
        rows={all ? rows : rows.slice(0, SHOWN_AT_FIRST)}
        rowKey={({ line }) => String(line)}
      />
      {!all && rows.length > SHOWN_AT_FIRST && (
        <div>
          <Button onClick={() => setAll(true)}>
            <Trans>Show all rows</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

const weight = ({ outcome, warnings }: ReportedRow) =>
  outcome === "error" ? 0 : outcome === "conflict" ? 1 : warnings.length ? 2 : 3;

function Counts({ report: { counts } }: { readonly report: Report }) {
  const { i18n } = useLingui();
  const { count } = useFormats();
  const outcomes = ["create", "update", "unchanged", "conflict", "error"] as const;
  return (
    <Facts
      facts={outcomes
        .filter((outcome) => counts[outcome] > 0)
        .map((outcome) => [i18n._(OUTCOMES[outcome].label), count(counts[outcome])])}
    />
  );
}

function useColumns(): readonly Column<ReportedRow>[] {
  const { t, i18n } = useLingui();
  return [
    { key: "name", head: t`Customer`, main: true, cell: ({ name, line }) => name || t`Line ${line}` },
    { key: "line", head: t`Line`, align: "end", cell: ({ line }) => line },
    {
      key: "outcome",
      head: t`What becomes of it`,
      cell: ({ outcome }) => <Badge tone={OUTCOMES[outcome].tone}>{i18n._(OUTCOMES[outcome].label)}</Badge>,
    },
    { key: "why", head: t`Details`, cell: (row) => <Why row={row} /> },
  ];
}

function Why({ row }: { readonly row: ReportedRow }): ReactNode {
  const { t, i18n } = useLingui();
  const word = (field: string) => (FIELDS[field] ? i18n._(FIELDS[field]) : field);
  const reasonOf = (reason: string) => {
    const words = CELLS[reason];
    return words ? i18n._(words) : reasonWords(reason, i18n);
  };
  const left = [...row.warnings, ...(row.error ? [row.error] : [])];
  const lines = [
    ...(row.filled.length ? [row.filled.map(word).join(", ")] : []),
    ...row.conflicts.map((one) => t`${word(one.field)}: here “${one.stored}”, in the file “${one.in_file}”`),
    ...left.map((one) => [one.column, one.value, reasonOf(one.reason)].filter(Boolean).join(": ")),
  ];
  return lines.length > 0 ? (
    <div>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  ) : null;
}
