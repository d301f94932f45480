import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { useOperation } from "../offline/useOperations.ts";
import { browserZone, now, today } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { uuid7 } from "../time/uuid7.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Refusal } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Sources } from "./Sources.tsx";
import { typedEntry } from "./typedEntry.ts";
import { workOf } from "./work.ts";

interface Props {
  /** `null` for a new one. */
  readonly entry: ShownEntry | null;
  readonly recent: readonly ShownEntry[];
  readonly onClose: () => void;
}

/** An entry by hand: what, when, how long. With a start it has a place in the day, else only a day. */
export default function EntryDialog({ entry, recent, onClose }: Props) {
  const { t } = useLingui();
  const { time } = useFormats();
  const operation = useOperation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [work, setWork] = useState(entry ? workOf(entry) : { billable: null, tags: [] });
  const zone = entry?.time_zone ?? browserZone();
  const save = (values: Record<string, string>) => {
    const body = typedEntry(values, zone);
    if (body === null) {
      const reason = t`Write it like 1:30, 1.5 or 90m, up to 24 hours.`;
      return setRefusal({ message: t`How long was it?`, reasons: new Map([["seconds", reason]]) });
    }
    const billable = entry ? values.billable === "on" : work.billable;
    const version = entry?.version || null;
    const record = { ...work, description: values.description ?? "", billable, ...body };
    void operation(entry?.id ?? uuid7(now()), { kind: "record", body: record, version, timerMayRun: false });
    onClose();
  };
  return (
    <Dialog title={entry ? t`Edit time` : t`Add time`} open onClose={onClose}>
      <Form onSubmit={save} refusal={refusal}>
        <TextField label={t`Note`} name="description" defaultValue={entry?.description} />
        <WorkPicker
          value={work}
          onChange={(other) => setWork({ ...work, ...other, service_type_id: null })}
          recent={recent}
        />
        <FormRow>
          <TextField
            label={t`Day`}
            name="work_date"
            type="date"
            defaultValue={entry?.work_date ?? today()}
            required
          />
          <TextField
            label={t`Start`}
            optional={t`optional`}
            name="start"
            type="time"
            defaultValue={entry?.started_at ? time(entry.started_at, zone) : ""}
          />
          <TextField
            label={t`Duration`}
            name="seconds"
            defaultValue={entry ? formatDuration(entry.seconds) : ""}
            placeholder="1:30"
            autoComplete="off"
            required
          />
          <TextField
            label={t`Pauses`}
            optional={t`optional`}
            name="pauses"
            defaultValue={entry?.break_seconds ? formatDuration(entry.break_seconds) : ""}
            placeholder="0:30"
            autoComplete="off"
          />
        </FormRow>
        {entry && <Sources entry={entry} />}
        {entry && <Checkbox label={t`Billable`} name="billable" defaultChecked={entry.billable} />}
        <SubmitOrCancel onCancel={onClose}>{t`Save`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
