import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "../ui/Money.tsx";
import styles from "./Imports.module.css";
import type { Report } from "./report.ts";

/** How many rows and how much time, by what becomes of them. */
export function Tallies({ report: { rows } }: { readonly report: Report }) {
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
    <dl className={styles.tallies}>
      {tallies.map(([name, tally]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className={styles.count}>{count(tally.count)}</span>
            <span className="muted small">
              <Duration seconds={tally.seconds} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
