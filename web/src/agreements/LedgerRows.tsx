import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { Section } from "../ui/Page.tsx";
import styles from "./Agreements.module.css";
import { Amount } from "./Amount.tsx";
import type { LedgerRow } from "./agreement.ts";

interface Props {
  readonly rows: readonly LedgerRow[];
  readonly currency: string;
}

/** What was written when the month was billed, and what has come since: no row ever changes. */
export function LedgerRows({ rows, currency }: Props) {
  const { t } = useLingui();
  const words = useRowWords();
  if (rows.length === 0) return null;
  return (
    <Section title={t`Ledger`}>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              {words.kinds[row.kind]}
              <span className="muted small">
                {" "}
                · {words.reasons[row.reason]}, <Recorded row={row} />
              </span>
            </span>
            <span>
              {row.seconds === null ? (
                <Amount amount={row.amount ?? "0"} currency={currency} />
              ) : (
                signed(row.seconds)
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Recorded({ row }: { readonly row: LedgerRow }) {
  return useFormats().moment(row.recorded_at, browserZone());
}

/** A correction may take away. */
function signed(seconds: number): string {
  return seconds < 0 ? `−${formatDuration(-seconds)}` : formatDuration(seconds);
}

function useRowWords() {
  const { t } = useLingui();
  const kinds: Readonly<Record<LedgerRow["kind"], string>> = {
    base: t`Hours of the month`,
    "rolled-over": t`Rolled over`,
    used: t`Used`,
    overage: t`Above, by the hour`,
    expired: t`Lost`,
    fee: t`Fee`,
    "true-up": t`Missing of the minimum`,
    fees: t`By the hour`,
  };
  const reasons: Readonly<Record<LedgerRow["reason"], string>> = {
    closed: t`when it was billed`,
    corrected: t`its time has changed since`,
    credited: t`a credit note gave it back`,
    "billed again": t`billed again`,
  };
  return { kinds, reasons };
}
