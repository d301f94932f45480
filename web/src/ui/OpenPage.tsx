import { type ReactNode, useEffect } from "react";
import styles from "./OpenPage.module.css";

interface Props {
  readonly title: string;
  /** Whose page it is. */
  readonly from?: string;
  readonly width?: "narrow";
  /** The focus goes to the heading: what was there before is gone. */
  readonly arrive?: boolean;
  readonly children: ReactNode;
}

/** A page for those who do not log in. */
export function OpenPage({ title, from, width, arrive = false, children }: Props) {
  useEffect(() => {
    document.title = from ? `${title} · ${from}` : title;
    if (arrive) document.querySelector("h1")?.focus();
  }, [title, from, arrive]);
  return (
    <main className={styles.place} data-width={width}>
      <header className={styles.head}>
        {from && <p className={styles.from}>{from}</p>}
        <h1 tabIndex={-1}>{title}</h1>
      </header>
      {children}
    </main>
  );
}
