import { useLingui } from "@lingui/react/macro";
import { SelectField } from "../ui/Field.tsx";

/** What becomes one line of an invoice. */
export function GroupingField({ chosen = "work_item" }: { readonly chosen?: string }) {
  const { t } = useLingui();
  return (
    <SelectField label={t`One line for each`} name="group_by" defaultValue={chosen}>
      <option value="work_item">{t`Task or ticket`}</option>
      <option value="project">{t`Project`}</option>
      <option value="agent">{t`Person`}</option>
      <option value="service_type">{t`Kind of work`}</option>
      <option value="day">{t`Day`}</option>
      <option value="entry">{t`Entry`}</option>
      <option value="all">{t`Price per hour: all in one`}</option>
    </SelectField>
  );
}
