import { useLingui } from "@lingui/react/macro";
import { Options, SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";

/** Name and language of a person: what mails call them, and in which words. */
export function NameAndLanguage({ name, language }: { readonly name: string; readonly language: string }) {
  const { t } = useLingui();
  return (
    <FormRow>
      <TextField label={t`Name`} name="name" defaultValue={name} autoComplete="off" />
      <SelectField label={t`Language`} name="language" defaultValue={language}>
        <option value="da">Dansk</option>
        <option value="en">English</option>
      </SelectField>
    </FormRow>
  );
}

interface Choosable {
  readonly id: string;
  readonly name: string;
}

/** Whose time it is that somebody logs. `new`: one is made with their name and address. */
export function LogsTimeField({
  agents,
  value,
  withNew,
}: {
  readonly agents: readonly Choosable[];
  readonly value: string;
  readonly withNew?: boolean;
}) {
  const { t } = useLingui();
  return (
    <SelectField
      label={t`Logs time as`}
      name="agent_id"
      defaultValue={value}
      hint={t`What was logged under a name stays with it.`}
    >
      {withNew && <option value="new">{t`New, with this name`}</option>}
      <option value="">{t`Logs no time`}</option>
      <Options of={agents} />
    </SelectField>
  );
}
