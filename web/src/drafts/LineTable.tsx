import { useLingui } from "@lingui/react/macro";
import { AgreedHours } from "../explain/AgreedHours.tsx";
import { ExplainLink, TOTAL } from "../explain/Explain.tsx";
import { Percentage } from "../explain/Percentage.tsx";
import { Quantity } from "../explain/Quantity.tsx";
import { useTaxWords } from "../explain/taxWords.ts";
import { useFormats } from "../i18n/format.ts";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import styles from "./DraftPage.module.css";
import { LineActions } from "./LineActions.tsx";
import type { Draft, Line } from "./useDraft.ts";

/** The lines, each amount with its reason, and what they come to. */
export function LineTable({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const columns = useColumns(draft);
  if (draft.lines.length === 0)
    return <EmptyState title={t`No lines yet`}>{t`Add a fee, a fixed price or an expense.`}</EmptyState>;
  return (
    <>
      <DataTable label={t`Lines`} columns={columns} rows={draft.lines} rowKey={(line) => line.line_id} />
      <Totals draft={draft} />
    </>
  );
}

function useColumns(draft: Draft): readonly Column<Line>[] {
  const { t } = useLingui();
  const tax = useTaxWords();
  return [
    { key: "text", head: t`Text`, main: true, cell: (line) => <What line={line} /> },
    {
      key: "time",
      head: t`Time`,
      align: "end",
      cell: ({ seconds, billed_seconds, hours }) =>
        seconds === null ? null : <ChargedDuration seconds={seconds} billed={billed_seconds} hours={hours} />,
    },
    {
      key: "rate",
      head: t`Per hour`,
      align: "end",
      cell: ({ hourly_rate }) => hourly_rate && <Money value={hourly_rate} />,
    },
    {
      key: "tax",
      head: t`Tax`,
      align: "end",
      cell: (line) => line.amount && tax(line.tax_category, line.tax_rate),
    },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: (line) =>
        line.amount && (
          <ExplainLink line={line.line_id} of={line.description}>
            <Money value={line.amount} />
          </ExplainLink>
        ),
    },
    {
      key: "change",
      head: t`Change`,
      acts: true,
      align: "end",
      cell: (line) => <LineActions draft={draft} line={line} />,
    },
  ];
}

function What({ line }: { readonly line: Line }) {
  const { t } = useLingui();
  const { days, money } = useFormats();
  const { kind, said_amount, first_day, last_day } = line;
  const said = said_amount && money(said_amount);
  return (
    <span>
      {line.description}
      {kind === "agreement" && first_day && last_day && (
        <span className={`${styles.detail} muted small`}> {days(first_day, last_day)}</span>
      )}
      {said && (
        <span className={`${styles.detail} muted small`}>
          {" "}
          {t`${said} is more than the line: all of that is off`}
        </span>
      )}
      <AgreedHours of={line} />
      <span className={styles.detail}>
        <Percentage of={line} />
        <Quantity of={line} />
      </span>
    </span>
  );
}

function Totals({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const rows = [
    ["subtotal", t`Before tax`, <Money key="subtotal" value={draft.subtotal} />],
    ["tax", t`Tax`, <Money key="tax" value={draft.tax} />],
    [
      "total",
      t`Total`,
      <ExplainLink key="total" line={TOTAL} of={t`Total`}>
        <Money value={draft.total} strong />
      </ExplainLink>,
    ],
  ] as const;
  return (
    <dl className={styles.totals}>
      {rows.map(([key, name, value]) => (
        <div key={key} className="spread">
          <dt className="muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
