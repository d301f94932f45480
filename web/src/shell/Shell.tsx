import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense } from "react";
import { useOutboxOfMe } from "../offline/useOperations.ts";
import { useWide } from "../ui/media.ts";
import { BottomBar } from "./BottomBar.tsx";
import { Outbox } from "./OutboxState.tsx";
import { useOpenDialog } from "./openDialogs.ts";
import styles from "./Shell.module.css";
import { SideBar } from "./SideBar.tsx";
import { useShellCommands } from "./useShellCommands.ts";

const KeysDialog = lazy(() => import("./KeysDialog.tsx"));

/** What stands around every screen: the side bar on a desk, the bar of four on a phone, and the running timer. */
export function Shell({
  timerBar,
  palette,
  children,
}: {
  readonly timerBar: ReactNode;
  readonly palette: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useLingui();
  const wide = useWide();
  useShellCommands();
  useOutboxOfMe();
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        <Trans>Skip to the content</Trans>
      </a>
      {wide && <SideBar />}
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outbox />
        {children}
      </main>
      <section className={styles.timer} aria-label={t`Running timer`}>
        {timerBar}
      </section>
      {!wide && <BottomBar />}
      {palette}
      <Suspense fallback={null}>{useOpenDialog() === "keys" && <KeysDialog />}</Suspense>
    </div>
  );
}
