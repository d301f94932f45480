import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { type Task, useList } from "../directory/lists.ts";
import { Checkbox, Options, SelectField } from "../ui/Field.tsx";
import { useFieldReason } from "../ui/formState.ts";
import styles from "./Projects.module.css";

interface Props {
  readonly task: Task | null;
  readonly others: readonly Task[];
}

/** What it is a part of, who does it, and what it waits for. */
export function TaskChoices({ task, others }: Props) {
  const { t } = useLingui();
  const people = useList("agents").filter(({ id, active }) => active || task?.assignee_ids.includes(id));
  return (
    <>
      <SelectField label={t`Part of`} name="parent_id" defaultValue={task?.parent_id ?? ""}>
        <option value="">{t`No other task`}</option>
        <Options of={others} />
      </SelectField>
      <Boxes label={t`Who does it`} name="assignee_ids" chosen={task?.assignee_ids ?? []} options={people} />
      <Boxes label={t`Waits for`} name="depends_on" chosen={task?.depends_on ?? []} options={others} />
    </>
  );
}

interface BoxesProps {
  readonly label: string;
  readonly name: string;
  readonly chosen: readonly string[];
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

function Boxes({ label, name, chosen, options }: BoxesProps) {
  const reason = useFieldReason(name);
  const id = useId();
  if (!options.length) return null;
  return (
    <fieldset className={styles.boxes} aria-describedby={reason && id}>
      <legend>{label}</legend>
      {reason && (
        <p id={id} className={styles.reason}>
          {reason}
        </p>
      )}
      {options.map((one) => (
        <Checkbox
          key={one.id}
          label={one.name}
          name={name}
          value={one.id}
          defaultChecked={chosen.includes(one.id)}
        />
      ))}
    </fieldset>
  );
}
