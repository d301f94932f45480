import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "../ui/Money.tsx";
import { Tallies } from "../ui/Tallies.tsx";
import styles from "./Imports.module.css";
import type { Report } from "./report.ts";

/** How many rows and how much time, by what becomes of them. */
export function RowTallies({ report: { rows } }: { readonly report: Report }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const tallies = [
    [t`New`, rows.create],
    [t`Here already`, rows.unchanged],
    [t`Left out`, rows.skipped],
    [t`Refused`, rows.conflicts],
    [t`Not readable`, rows.errors],
  ] as const;
  return (
    <Tallies
      tallies={tallies.map(([name, tally]) => [
        name,
        <Tally key={name} count={count(tally.count)} seconds={tally.seconds} />,
      ])}
    />
  );
}

function Tally({ count, seconds }: { readonly count: string; readonly seconds: number }) {
  return (
    <>
      <span className={styles.count}>{count}</span>
      <span className="muted small">
        <Duration seconds={seconds} />
      </span>
    </>
  );
}
