import type { ReactNode } from "react";
import styles from "./Tallies.module.css";

/** Figures side by side, each in a card of its own: `<Tallies tallies={[["Issued", 12], …]} />`. */
export function Tallies({ tallies }: { readonly tallies: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.tallies}>
      {tallies.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
