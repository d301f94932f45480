import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import { useFormats } from "../i18n/format.ts";
import type { Running } from "../offline/change.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { instantOf } from "../time/workDate.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { TimerActions } from "./useTimerActions.ts";
import { workOf } from "./work.ts";

interface Props {
  readonly running: Running;
  readonly actions: TimerActions;
  readonly recent: readonly ShownEntry[];
  readonly onClose: () => void;
}

/** Changes the running timer: on what, and since when. */
export default function RunningDialog({ running, actions, recent, onClose }: Props) {
  const { t } = useLingui();
  const { time } = useFormats();
  const began = time(running.started_at, running.time_zone);
  const [work, setWork] = useState(workOf(running));
  const save = ({ description = "", start = began }: Record<string, string>) => {
    const startedAt =
      start === began ? running.started_at : instantOf(running.work_date, start, running.time_zone);
    actions.change(startedAt, { ...work, description });
    onClose();
  };
  return (
    <Dialog title={t`Running timer`} open onClose={onClose}>
      <Form onSubmit={save} refusal={null}>
        <TextField label={t`Note`} name="description" defaultValue={running.description} />
        <WorkPicker
          value={work}
          onChange={(other) => setWork({ ...work, ...other, service_type_id: null, billable: null })}
          recent={recent}
        />
        <TextField label={t`Start`} name="start" type="time" defaultValue={began} required />
        <SubmitOrCancel onCancel={onClose}>{t`Save`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
