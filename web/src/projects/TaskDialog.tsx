import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import type { Project, Task } from "../directory/lists.ts";
import { formatDuration } from "../time/duration.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { FlagField } from "../ui/FlagField.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { TaskChoices } from "./TaskChoices.tsx";
import { useSaveTask } from "./useSaveTask.ts";
import { useStatusWords } from "./useStatusWords.ts";

interface Props {
  readonly project: Project;
  /** Null: a new one. */
  readonly task: Task | null;
  readonly others: readonly Task[];
  readonly onClose: () => void;
}

/** All that is planned of a task. */
export function TaskDialog({ project, task, others, onClose }: Props) {
  const { t } = useLingui();
  const save = useSaveTask(project, task, onClose);
  const title = task ? t`Edit task` : t`New task`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form label={title} refusal={useRefusal(save.problem)} onSubmit={(_, form) => void save.run(form)}>
        <TextField label={t`Name`} name="name" defaultValue={task?.name} autoComplete="off" />
        <Plan task={task} />
        <TaskChoices task={task} others={others.filter(({ id }) => id !== task?.id)} />
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          {task ? <Trans>Save</Trans> : <Trans>Add task</Trans>}
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function Plan({ task }: { readonly task: Task | null }) {
  const { t } = useLingui();
  const words = useStatusWords();
  const optional = t`optional`;
  const estimate = task?.estimate_seconds ? formatDuration(task.estimate_seconds) : "";
  return (
    <>
      <FormRow>
        <TextField
          label={t`Start`}
          name="planned_start"
          type="date"
          defaultValue={task?.planned_start ?? ""}
          optional={optional}
        />
        <TextField
          label={t`Finish`}
          name="planned_finish"
          type="date"
          defaultValue={task?.planned_finish ?? ""}
          optional={optional}
        />
      </FormRow>
      <FormRow>
        <TextField
          label={t`Estimate, hours`}
          name="estimate_seconds"
          defaultValue={estimate}
          autoComplete="off"
          optional={optional}
        />
        <TextField
          label={t`Done, percent`}
          name="percent_done"
          inputMode="numeric"
          defaultValue={task?.percent_done ?? ""}
          optional={optional}
        />
      </FormRow>
      <SelectField label={t`State`} name="status" defaultValue={task?.status ?? "planned"}>
        {Object.entries(words).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
      <FlagField
        label={t`New time on it`}
        name="billable"
        value={task?.billable ?? null}
        words={[t`As usual`, t`Billable`, t`Not billable`]}
        hint={t`As usual: what the project says.`}
      />
      <Checkbox
        label={t`Milestone`}
        name="milestone"
        defaultChecked={task?.milestone ?? false}
        hint={t`A day on which something is reached; it takes no time.`}
      />
    </>
  );
}
