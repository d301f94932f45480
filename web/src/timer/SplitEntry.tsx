import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import type { ShownEntry } from "../offline/overlay.ts";
import { now } from "../time/clock.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import { uuid7 } from "../time/uuid7.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { workOf } from "./work.ts";

interface Props {
  readonly entry: ShownEntry;
  readonly recent: readonly ShownEntry[];
  readonly onClose: () => void;
}

/** Cuts an entry in two; the second part may be other work. Both have the seconds of the whole. */
export default function SplitEntry({ entry, recent, onClose }: Props) {
  const { t } = useLingui();
  const [work, setWork] = useState<Partial<ReturnType<typeof workOf>> | null>(null);
  const [id] = useState(() => uuid7(now()));
  const params = { path: { entry_id: entry.id }, header: ifMatch(entry) };
  const split = useWrite(
    ({ first = "", description = "" }: Record<string, string>) => {
      const seconds = parseDuration(first) ?? 0;
      const changes = { ...work, ...(description === entry.description ? {} : { description }) };
      const body = { id, seconds, break_seconds: 0, changes };
      return data(timer.POST("/v1/time-entries/{entry_id}/split", { params, body }));
    },
    {
      refresh: ["timer"],
      onDone: () => {
        toast(t`The entry was split.`);
        onClose();
      },
    },
  );
  return (
    <Dialog title={t`Split time`} open onClose={onClose}>
      <Form onSubmit={(values) => void split.run(values)} refusal={useRefusal(split.problem)}>
        <TextField
          label={t`Duration of the first part`}
          name="first"
          refusedAs="seconds"
          hint={t`Of ${formatDuration(entry.seconds)}. The second part has the rest.`}
          placeholder="0:30"
          autoComplete="off"
          required
        />
        <TextField label={t`Note of the second part`} name="description" defaultValue={entry.description} />
        <WorkPicker value={work ?? workOf(entry)} onChange={setWork} recent={recent} />
        <SubmitOrCancel onCancel={onClose} busy={split.running}>{t`Split`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
