import { lazy, Suspense, useId } from "react";
import { useMe } from "../session/useMe.ts";
import { useAfterPaint } from "../ui/afterPaint.ts";
import { ChevronDownIcon } from "../ui/icons.tsx";
import styles from "./AccountMenu.module.css";

const AccountPanel = lazy(() => import("./AccountPanel.tsx"));

/** Who one is and where: other accounts, language, light or dark, and log out. */
export function AccountMenu() {
  const me = useMe();
  const panel = useId();
  const painted = useAfterPaint();
  return (
    <div className={styles.menu}>
      <button type="button" popoverTarget={panel} className={styles.me}>
        <span className={styles.names}>
          <span className={styles.name}>{me.name}</span>
          <span className={styles.account}>{me.account.name}</span>
        </span>
        <ChevronDownIcon size={16} />
      </button>
      <div id={panel} popover="auto" className={styles.panel}>
        <Suspense fallback={null}>{painted && <AccountPanel />}</Suspense>
      </div>
    </div>
  );
}
