import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { flushSync } from "react-dom";
import { useFormats } from "../i18n/format.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import { announce } from "../ui/announce.ts";
import { toast } from "../ui/toasts.ts";
import { sum, type WeekRow } from "./cells.ts";
import { useCell } from "./useCell.ts";
import styles from "./WeekGrid.module.css";

interface Props {
  readonly row: WeekRow;
  readonly place: readonly [row: number, column: number];
  readonly day: string;
  readonly name: string;
  readonly closed: boolean;
}

/** One day of one piece of work: type a duration; Enter or leaving the cell keeps it, Escape takes it back. */
export function WeekCell({ row, place: [at, column], day, name, closed }: Props) {
  const { t } = useLingui();
  const { longDay } = useFormats();
  const entries = row.cells[column] ?? [];
  const seconds = sum(entries);
  const shown = seconds ? formatDuration(seconds) : "";
  const [typed, setTyped] = useState<string | null>(null);
  const write = useCell(row, column, day);
  const wrong = typed !== null && typed.trim() !== "" && parseDuration(typed) === null;
  const leave = () => {
    if (typed === null || typed === shown) return setTyped(null);
    const parsed = typed.trim() === "" ? 0 : parseDuration(typed);
    if (parsed === null) return announce(t`${typed} is no duration.`);
    setTyped(null);
    if (write(parsed).kind === "ambiguous")
      toast(t`This day has several entries. Change them on the timer's screen.`);
  };
  return (
    <input
      className={styles.cell}
      inputMode="text"
      autoComplete="off"
      aria-label={`${name}, ${longDay(day)}`}
      aria-invalid={wrong || undefined}
      data-row={at}
      data-column={column}
      data-pending={entries.some(({ pending }) => pending) || undefined}
      readOnly={closed || entries.some(({ state }) => state !== "draft")}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={leave}
      onFocus={(event) => event.target.select()}
      onKeyDown={({ key }) => {
        if (key === "Escape") setTyped(null);
        if (key === "Enter") flushSync(leave); // before the cursor moves on, which leaves the cell once more
      }}
    />
  );
}
