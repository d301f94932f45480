import { useLingui } from "@lingui/react/macro";
import type { Asked } from "../dimensions/asked.ts";
import { useDimensionWords, usePartName } from "../dimensions/useDimensionWords.ts";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { type Part, percentOf, type Report, type Row, rowsOf } from "./report.ts";
import styles from "./Team.module.css";

/** The figures of each group and part, and of all. */
export function WorkTable({ report, asked }: { readonly report: Report; readonly asked: Asked }) {
  const { t } = useLingui();
  const { percent } = useFormats();
  const words = useDimensionWords();
  const nameOf = usePartName();
  const share = (value: number | null) => (value === null ? "–" : percent(percentOf(value)));
  const rows = rowsOf(report);
  const figures: readonly [key: string, head: string, cell: (part: Part) => string, wide?: boolean][] = [
    ["seconds", t`Time`, ({ totals }) => formatDuration(totals.seconds)],
    ["billable", t`Billable`, ({ totals }) => formatDuration(totals.billable_seconds)],
    ["billable_share", t`Billable share`, (part) => share(part.billable_share)],
    ["submitted", t`Submitted`, (part) => share(part.submitted_share), true],
    ["approved", t`Approved`, (part) => share(part.approved_share), true],
    ["billed", t`Billed`, (part) => share(part.billed_share), true],
  ];
  const name = ({ part, inner }: Row) => (
    <span className={inner ? styles.inner : undefined}>
      {nameOf(part, inner && asked.thenBy ? asked.thenBy : asked.by)}
    </span>
  );
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: asked.thenBy ? `${words[asked.by]}, ${words[asked.thenBy]}` : words[asked.by],
      main: true,
      cell: name,
    },
    ...figures.map(([key, head, cell, wide]) => ({
      key,
      head,
      align: "end" as const,
      ...(wide ? { wide } : {}),
      cell: ({ part }: Row) => cell(part),
    })),
  ];
  const compared = rows.some(({ part }) => part.capacity_seconds !== null);
  if (compared)
    columns.push({
      key: "utilization",
      head: t`Utilization`,
      align: "end",
      cell: ({ part }) => <Utilization part={part} />,
    });
  const { total } = report;
  const totals = total && {
    name: t`In all`,
    ...Object.fromEntries(figures.map(([key, , cell]) => [key, cell(total)])),
    utilization: <Utilization part={total} />,
  };
  return (
    <DataTable
      label={t`Time by group`}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      {...(totals ? { totals } : {})}
    />
  );
}

/** What was worked of what could be: the dark part of the bar is billable. */
function Utilization({ part }: { readonly part: Part }) {
  const { percent } = useFormats();
  const { utilization, billable_utilization: billable } = part;
  if (utilization === null) return "–";
  const width = (share: number | null) => Math.min(100, Math.round((share ?? 0) * 100));
  return (
    <span className={styles.utilization}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.capacity} width={100} height={8} />
        <rect className={styles.worked} width={width(utilization)} height={8} />
        <rect className={styles.billable} width={width(billable)} height={8} />
      </svg>
      {percent(percentOf(utilization))}
    </span>
  );
}
