import { type Amount, useFormats } from "../i18n/format.ts";
import { formatClock, formatDuration, isoDuration } from "../time/duration.ts";
import styles from "./Money.module.css";

/** An amount with all of its digits, in the reader's notation. `null`: a dash. */
export function Money({
  value,
  strong,
}: {
  readonly value: Amount | null | undefined;
  readonly strong?: boolean;
}) {
  const { money } = useFormats();
  if (!value) return <span className="muted">–</span>;
  return <span className={strong ? styles.strong : styles.figure}>{money(value)}</span>;
}

/** `1:30`; with `clock` the seconds too. */
export function Duration({ seconds, clock }: { readonly seconds: number; readonly clock?: boolean }) {
  return (
    <time dateTime={isoDuration(seconds)} className={styles.figure}>
      {clock ? formatClock(seconds) : formatDuration(seconds)}
    </time>
  );
}
