import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import type { ShownEntry } from "../offline/overlay.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { changesOf } from "./changesOf.ts";
import { useRefusedEntries } from "./useRefusedEntries.ts";

type Changes = TimerSchemas["schemas"]["WorkChangeRequest"];
type Reference = Pick<Changes, "organization_id" | "project_id" | "task_id" | "ticket_id">;

interface Props {
  readonly entries: readonly ShownEntry[];
  readonly recent: readonly ShownEntry[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Changes several entries in one act: what is left empty stays as it is in each. */
export default function ChangeMany({ entries, recent, onClose, onDone }: Props) {
  const { t } = useLingui();
  const [work, setWork] = useState<Reference>({});
  const read = entries.map(({ id, version }) => ({ id, version }));
  const change = useWrite(
    (changes: Changes) => data(timer.POST("/v1/time-entries/change", { body: { entries: read, changes } })),
    {
      refresh: ["timer"],
      onDone: () => {
        toast(t`Saved.`);
        onDone();
      },
    },
  );
  return (
    <Dialog title={t`Change several`} open onClose={onClose}>
      <Form
        onSubmit={(values) => void change.run(changesOf(values, work))}
        refusal={useRefusedEntries(change.problem, entries)}
      >
        <p className="muted">
          <Plural value={entries.length} one="# entry." other="# entries." />{" "}
          <Trans>What you leave empty stays as it is. All are changed, or none.</Trans>
        </p>
        <WorkPicker value={work} onChange={setWork} recent={recent} />
        <TextField label={t`Note`} name="description" optional={t`optional`} />
        <TextField label={t`Tags`} name="tags" optional={t`optional`} hint={t`With commas between them.`} />
        <SelectField label={t`Billable`} name="billable" defaultValue="">
          <option value="">{t`As it is`}</option>
          <option value="yes">{t`Billable`}</option>
          <option value="no">{t`Not billable`}</option>
        </SelectField>
        <SubmitOrCancel onCancel={onClose} busy={change.running}>{t`Save`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
