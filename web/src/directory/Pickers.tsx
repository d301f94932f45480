import { useLingui } from "@lingui/react/macro";
import { ComboboxField, type Option } from "../ui/Combobox.tsx";
import { useList } from "./lists.ts";

interface Props {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly name?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly optional?: string;
}

/** Chooses a customer; its id is in the form as `organization_id`. */
export function CustomerPicker({ label, except, ...props }: Props & { readonly except?: string }) {
  const { t } = useLingui();
  const options = useList("organizations")
    .filter((one) => !(one.archived || one.merged_into) || one.id === props.value)
    .filter(({ id }) => id !== except)
    .map(({ id, name }) => ({ id, label: name }));
  return <Picker options={options} label={label ?? t`Customer`} standard="organization_id" {...props} />;
}

/** Chooses somebody who logs time; their id is in the form as `agent_id`. */
export function AgentPicker({ label, ...props }: Props) {
  const { t } = useLingui();
  const options = useList("agents")
    .filter((one) => one.active || one.id === props.value)
    .map(({ id, name, email }) => ({ id, label: name, detail: email ?? undefined }));
  return <Picker options={options} label={label ?? t`Person`} standard="agent_id" {...props} />;
}

/** Chooses a team; its id is in the form as `team_id`. Nothing where an account has no teams. */
export function TeamPicker({ label, ...props }: Props) {
  const { t } = useLingui();
  const options = useList("teams")
    .filter((one) => !one.archived || one.id === props.value)
    .map(({ id, name }) => ({ id, label: name }));
  if (options.length === 0) return null;
  return <Picker options={options} label={label ?? t`Team`} standard="team_id" {...props} />;
}

/** Chooses a kind of work; its id is in the form as `service_type_id`. */
export function ServiceTypePicker({ label, ...props }: Props) {
  const { t } = useLingui();
  const options = useList("serviceTypes")
    .filter((one) => !one.archived || one.id === props.value)
    .map(({ id, name }) => ({ id, label: name }));
  return <Picker options={options} label={label ?? t`Kind of work`} standard="service_type_id" {...props} />;
}

type PickerProps = Props & {
  readonly options: readonly Option[];
  readonly label: string;
  readonly standard: string;
};

function Picker({ value, onChange, options, name, standard, ...field }: PickerProps) {
  const chosen = options.find(({ id }) => id === value) ?? null;
  return (
    <ComboboxField
      {...field}
      name={name ?? standard}
      options={options}
      value={chosen}
      onChange={(option) => onChange(option?.id ?? null)}
    />
  );
}
