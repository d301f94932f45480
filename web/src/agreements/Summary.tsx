import styles from "./Agreements.module.css";
import type { Told } from "./told.ts";
import { useSummary } from "./useSummary.ts";

interface Props {
  readonly told: Told;
  /** Told anew while somebody types. */
  readonly typed?: boolean;
}

/** What it comes to, in words. */
export function Summary({ told, typed }: Props) {
  return (
    <p className={styles.summary} aria-live={typed ? "polite" : undefined}>
      {useSummary()(told).join(" ")}
    </p>
  );
}
