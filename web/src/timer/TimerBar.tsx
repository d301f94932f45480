import { useLingui } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import type { Running } from "../offline/change.ts";
import { useEntries } from "../offline/useEntries.ts";
import { useMay } from "../session/may.ts";
import { nowIso, useNow } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { useCommands } from "../ui/commands.ts";
import { StopIcon } from "../ui/icons.tsx";
import { Duration } from "../ui/Money.tsx";
import { workedUntil } from "./startEarlier.ts";
import styles from "./TimerBar.module.css";
import { useTimer } from "./useTimer.ts";
import { useTimerActions } from "./useTimerActions.ts";
import { workOf } from "./work.ts";

/** The running timer, on every screen. */
export default function TimerBar() {
  const may = useMay();
  return may("track-time") ? <Bar /> : null;
}

function Bar() {
  const { t } = useLingui();
  const running = useTimer();
  const { stop, start } = useTimerActions(running);
  const last = useEntries().entries[0];
  useCommands([
    ...(running ? [{ id: "stop", label: t`Stop the timer`, key: "s", run: () => stop() }] : []),
    ...(last && !running
      ? [{ id: "continue", label: t`Continue the last work`, key: "c", run: () => start(workOf(last)) }]
      : []),
  ]);
  if (!running) return null;
  return (
    <div className={styles.bar}>
      <What running={running} />
      <Clock running={running} />
      <Button onClick={() => stop()}>
        <StopIcon size={16} />
        {t`Stop`}
      </Button>
    </div>
  );
}

function What({ running }: { readonly running: Running }) {
  const { t } = useLingui();
  const { label } = useWorkNames()(running);
  return (
    <p className={styles.what}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.text}>
        {[running.description, label].filter(Boolean).join(" · ") || t`Without a note`}
      </span>
    </p>
  );
}

/** Shows the time that was worked, second by second; it is not read aloud each second. */
export function Clock({ running }: { readonly running: Running }) {
  useNow(1);
  const seconds = Math.max(0, workedUntil(running, nowIso()));
  return (
    <span role="timer" aria-live="off" className={styles.clock}>
      <Duration seconds={seconds} clock />
    </span>
  );
}
