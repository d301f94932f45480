import { useLingui } from "@lingui/react/macro";
import type { ComponentProps } from "react";
import { SelectField } from "../ui/Field.tsx";

type Chosen = Pick<ComponentProps<typeof SelectField>, "defaultValue" | "value" | "onChange">;

/** What becomes one line of an invoice: by task or ticket, unless something else is chosen. */
export function GroupingField(chosen: Chosen) {
  const { t } = useLingui();
  const known = chosen.value === undefined ? { defaultValue: "work_item", ...chosen } : chosen;
  return (
    <SelectField label={t`One line for each`} name="group_by" {...known}>
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
