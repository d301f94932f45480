import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import type { Running } from "../offline/change.ts";
import { isoOf, millisecondsOf, now } from "../time/clock.ts";
import { instantOf } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { useRunningWrite } from "./useRunningWrite.ts";
import type { TimerActions } from "./useTimerActions.ts";

const USUAL_MILLISECONDS = 8 * 3_600_000;

/** It runs beyond the account's limit: when did the work end, or is it right? */
export function ForgottenTimer({
  running,
  actions,
}: {
  readonly running: Running;
  readonly actions: TimerActions;
}) {
  const { t } = useLingui();
  const { time } = useFormats();
  const right = useRunningWrite(running);
  const guess = isoOf(Math.min(now(), millisecondsOf(running.started_at) + USUAL_MILLISECONDS));
  const stop = ({ day = "", end = "" }: Record<string, string>) => {
    const at = instantOf(day, end, running.time_zone);
    if (at > running.started_at) actions.stop(at);
  };
  return (
    <Note tone="warn">
      <p>{t`This timer has run for very long. When did the work end?`}</p>
      <Form onSubmit={stop} refusal={null} label={t`End of the work`}>
        <FormRow>
          <TextField label={t`Day`} name="day" type="date" defaultValue={running.work_date} required />
          <TextField
            label={t`End`}
            name="end"
            type="time"
            defaultValue={time(guess, running.time_zone)}
            required
          />
        </FormRow>
        <FormActions>
          <Button type="submit">{t`Stop it there`}</Button>
          <Button look="quiet" busy={right.running} onClick={() => void right.run("confirm")}>
            {t`It is right`}
          </Button>
        </FormActions>
      </Form>
    </Note>
  );
}
