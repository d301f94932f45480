import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useRef } from "react";
import { useWorkNames, type WorkName } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Duration } from "../ui/Money.tsx";
import { sum, type WeekRow } from "./cells.ts";
import { caretOf, nextPlace } from "./gridKeys.ts";
import { WeekCell } from "./WeekCell.tsx";
import styles from "./WeekGrid.module.css";

export interface WeekProps {
  readonly rows: readonly WeekRow[];
  readonly days: readonly string[];
  /** Those whose time is handed in. */
  readonly closed: readonly string[];
}

/** The week as a grid for the keyboard: arrows and Enter lead from cell to cell. */
export function WeekGrid({ rows, days, closed }: WeekProps) {
  const { t } = useLingui();
  const table = useRef<HTMLTableElement>(null);
  const nameOf = useWorkNames();
  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement)) return;
    const place = { row: Number(field.dataset.row), column: Number(field.dataset.column) };
    const next = nextPlace(event.key, place, rows.length, days.length, caretOf(field));
    if (!next) return;
    event.preventDefault();
    const target = table.current?.querySelector<HTMLInputElement>(
      `[data-row="${next.row}"][data-column="${next.column}"]`,
    );
    target?.focus();
    target?.select();
  };
  if (rows.length === 0) {
    return (
      <EmptyState
        title={t`No time in this week yet`}
      >{t`Add a row below, or copy the last week.`}</EmptyState>
    );
  }
  return (
    <div className={styles.frame}>
      <table ref={table} className={styles.grid} onKeyDown={move}>
        <caption className="visually-hidden">
          <Trans>Hours of the week. Arrow keys lead from cell to cell; type 1:30, 1.5 or 90m.</Trans>
        </caption>
        <Head days={days} />
        <tbody>
          {rows.map((row, index) => (
            <Row key={row.key} row={row} work={nameOf(row.work)} index={index} days={days} closed={closed} />
          ))}
        </tbody>
        <Totals rows={rows} days={days} />
      </table>
    </div>
  );
}

function Head({ days }: { readonly days: readonly string[] }) {
  const { t } = useLingui();
  const { shortWeekday } = useFormats();
  return (
    <thead>
      <tr>
        <th scope="col">{t`Work`}</th>
        {days.map((day) => (
          <th key={day} scope="col" data-today={day === today() || undefined}>
            {shortWeekday(day)} {Number(day.slice(8))}
          </th>
        ))}
        <th scope="col">{t`Sum`}</th>
      </tr>
    </thead>
  );
}

interface RowProps extends Omit<WeekProps, "rows"> {
  readonly row: WeekRow;
  readonly work: WorkName;
  readonly index: number;
}

function Row({ row, work: { label, detail }, index, days, closed }: RowProps) {
  const { t } = useLingui();
  const name = label || t`Without work`;
  const now = today();
  return (
    <tr>
      <th scope="row">
        {name}
        {detail && <span className={styles.detail}>{detail}</span>}
      </th>
      {days.map((day, column) => (
        <td key={day} data-today={day === now || undefined}>
          <WeekCell row={row} place={[index, column]} day={day} name={name} closed={closed.includes(day)} />
        </td>
      ))}
      <td className={styles.sum}>
        <Duration seconds={sum(row.cells.flat())} />
      </td>
    </tr>
  );
}

function Totals({ rows, days }: Omit<WeekProps, "closed">) {
  const { t } = useLingui();
  return (
    <tfoot>
      <tr>
        <th scope="row">{t`Sum`}</th>
        {days.map((day, column) => (
          <td key={day} className={styles.sum}>
            <Duration seconds={sum(rows.flatMap((row) => row.cells[column] ?? []))} />
          </td>
        ))}
        <td className={styles.sum}>
          <Duration seconds={sum(rows.flatMap((row) => row.cells.flat()))} />
        </td>
      </tr>
    </tfoot>
  );
}
