import { useFormats } from "../i18n/format.ts";
import styles from "./Explain.module.css";

/** Of a discount in per cent: `10 %` behind its text; nothing of other lines. */
export function Percentage({ of }: { readonly of: { readonly percent: string | null } }) {
  const { percent } = useFormats();
  return of.percent && <span className={`${styles.percentage} muted small`}> {percent(of.percent)}</span>;
}
