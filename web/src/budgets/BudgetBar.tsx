import styles from "./Budgets.module.css";
import { partsOf, toneOf, type Used } from "./budget.ts";

interface Props {
  /** What is measured, for those who hear it. */
  readonly label: string;
  readonly used: Used;
}

/** Billed, approved, logged and planned in one bar; the figures stand beside it. */
export function BudgetBar({ label, used }: Props) {
  const parts = partsOf(used);
  if (!parts) return null;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={used.used_percent ?? 0}
      aria-valuemin={0}
      aria-valuemax={Math.max(100, used.used_percent ?? 0)}
      className={styles.bar}
      data-tone={toneOf(used)}
    >
      <div className={styles.billed} style={{ inlineSize: `${parts.billed}%` }} />
      <div className={styles.approved} style={{ inlineSize: `${parts.approved}%` }} />
      <div className={styles.logged} style={{ inlineSize: `${parts.logged}%` }} />
      <div className={styles.planned} style={{ inlineSize: `${parts.planned}%` }} />
      {parts.budget < 100 && <div className={styles.end} style={{ insetInlineStart: `${parts.budget}%` }} />}
    </div>
  );
}
