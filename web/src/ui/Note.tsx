import type { ReactNode } from "react";
import styles from "./Note.module.css";

export type Tone = "neutral" | "info" | "ok" | "warn" | "danger";

interface Props {
  readonly tone?: Tone;
  /** Read aloud when it appears. */
  readonly alert?: boolean;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A boxed message in the flow of the page. */
export function Note({ tone = "neutral", alert, children, action }: Props) {
  return (
    <div className={styles.note} data-tone={tone} role={alert ? "alert" : undefined}>
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}

/** A state in a word: `<Badge tone="ok">Paid</Badge>`. The word carries the meaning, the colour helps. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
