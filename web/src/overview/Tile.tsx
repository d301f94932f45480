import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Tone } from "../ui/Note.tsx";
import styles from "./Tile.module.css";

interface Props {
  readonly label: string;
  readonly to: string;
  readonly children: ReactNode;
  /** A line below the figure. */
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

/** A figure that leads to what it is made of. */
export function Tile({ label, to, children, detail, tone = "neutral" }: Props) {
  return (
    <li className={styles.tile} data-tone={tone}>
      <Link to={to} className={styles.label}>
        {label}
      </Link>
      <div className={styles.figure}>{children}</div>
      {detail && <div className="muted small">{detail}</div>}
    </li>
  );
}

export function Tiles({ children }: { readonly children: ReactNode }) {
  return (
    <ul className={styles.tiles} role="list">
      {children}
    </ul>
  );
}
