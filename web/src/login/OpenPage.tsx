import type { ReactNode } from "react";
import { Page } from "../ui/Page.tsx";
import styles from "./OpenPage.module.css";

/** The frame of screens for those who are not logged in. */
export function OpenPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles.place}>
      <div className={styles.sheet}>
        <p className={styles.brand}>
          <img src="/icon.svg" alt="" width="32" height="32" />
          Honorar
        </p>
        <Page title={title} width="narrow">
          {children}
        </Page>
      </div>
    </main>
  );
}
