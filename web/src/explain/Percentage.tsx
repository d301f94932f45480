import { useFormats } from "../i18n/format.ts";
import styles from "./Explain.module.css";
import { saysPercent } from "./percentage.ts";

interface PercentageProps {
  readonly of: { readonly percent: string | null; readonly description: string };
}

/** Of a discount in per cent: `10 %` behind its text, unless that says so; nothing of other lines. */
export function Percentage({ of }: PercentageProps) {
  const { percent } = useFormats();
  if (!of.percent || saysPercent(of.description, of.percent)) return null;
  return <span className={`${styles.percentage} muted small`}> {percent(of.percent)}</span>;
}
