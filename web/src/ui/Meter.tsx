import styles from "./Meter.module.css";

interface Props {
  /** What is measured, for those who hear it. */
  readonly label: string;
  readonly percent: number;
  readonly tone?: "ok" | "warn" | "danger";
}

/** A bar that is full at 100 %; the figures stand beside it. */
export function Meter({ label, percent, tone = "ok" }: Props) {
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={styles.meter}
      data-tone={tone}
    >
      <div style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}
