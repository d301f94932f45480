import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { Running } from "../offline/change.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { secondsSince, useNow } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { StopIcon } from "../ui/icons.tsx";
import { Card } from "../ui/Page.tsx";
import { ForgottenTimer } from "./ForgottenTimer.tsx";
import { Pause } from "./Pause.tsx";
import styles from "./RunningCard.module.css";
import { endOfLast, minutesEarlier, seemsForgotten } from "./startEarlier.ts";
import { Clock } from "./TimerBar.tsx";
import { type TimerActions, useTimerActions } from "./useTimerActions.ts";

const RunningDialog = lazy(() => import("./RunningDialog.tsx"));

interface Props {
  readonly running: Running;
  readonly last: ShownEntry | undefined;
  readonly recent: readonly ShownEntry[];
}

export function RunningCard({ running, last, recent }: Props) {
  const { t } = useLingui();
  const actions = useTimerActions(running);
  const [editing, setEditing] = useState(false);
  useNow(60);
  return (
    <Card>
      {seemsForgotten(running, secondsSince(running.started_at)) && (
        <ForgottenTimer running={running} actions={actions} />
      )}
      <div className="spread">
        <About running={running} />
        <Clock running={running} />
      </div>
      <div className="spread">
        <StartEarlier running={running} last={last} actions={actions} />
        <div className="row">
          <Button onClick={() => setEditing(true)}>{t`Edit`}</Button>
          <Pause running={running} />
          <Discard actions={actions} />
          <Button look="primary" onClick={() => actions.stop()}>
            <StopIcon size={16} />
            {t`Stop`}
          </Button>
        </div>
      </div>
      <Suspense fallback={null}>
        {editing && (
          <RunningDialog
            running={running}
            actions={actions}
            recent={recent}
            onClose={() => setEditing(false)}
          />
        )}
      </Suspense>
    </Card>
  );
}

function About({ running }: { readonly running: Running }) {
  const { t } = useLingui();
  const { time } = useFormats();
  const { label, detail } = useWorkNames()(running);
  const since = time(running.started_at, running.time_zone);
  return (
    <div className={styles.about}>
      <p className={styles.note}>{running.description || label || t`Without a note`}</p>
      <p className="muted">
        {[running.description ? label : "", detail].filter(Boolean).join(" · ")} <Trans>since {since}</Trans>
      </p>
    </div>
  );
}

function StartEarlier({
  running,
  last,
  actions,
}: Omit<Props, "recent"> & { readonly actions: TimerActions }) {
  const { t } = useLingui();
  const { time } = useFormats();
  const before = endOfLast(last, running.started_at);
  const at = before && time(before, running.time_zone);
  return (
    <fieldset className={styles.earlier}>
      <legend className="muted small">{t`It began earlier`}</legend>
      {[5, 15].map((minutes) => (
        <Button
          key={minutes}
          small
          onClick={() => actions.change(minutesEarlier(running.started_at, minutes))}
        >
          {t`−${minutes} min`}
        </Button>
      ))}
      {before && (
        <Button small onClick={() => actions.change(before)}>
          <Trans>Since the last entry ({at})</Trans>
        </Button>
      )}
    </fieldset>
  );
}

function Discard({ actions }: { readonly actions: TimerActions }) {
  const { t } = useLingui();
  return (
    <ConfirmButton
      look="quiet"
      title={t`Discard the timer?`}
      consequence={t`Its time is not recorded.`}
      confirm={t`Discard`}
      onConfirm={actions.discard}
    >
      {t`Discard`}
    </ConfirmButton>
  );
}
