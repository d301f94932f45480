import { useLingui } from "@lingui/react/macro";
import type { Project } from "../directory/lists.ts";
import { formatDuration } from "../time/duration.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CurrencyField } from "../ui/Regions.tsx";

interface Props {
  readonly project: Project;
  readonly currency: string;
}

/** Hours and money, in all or per month, and what becomes of more time. */
export function BudgetFields({ project, currency }: Props) {
  const { t } = useLingui();
  const optional = t`optional`;
  const hours = project.budget_seconds ? formatDuration(project.budget_seconds) : "";
  return (
    <>
      <FormRow>
        <TextField
          label={t`Budget, hours`}
          name="budget_seconds"
          defaultValue={hours}
          autoComplete="off"
          optional={optional}
        />
        <SelectField label={t`Budget for`} name="budget_period" defaultValue={project.budget_period}>
          <option value="total">{t`the whole project`}</option>
          <option value="month">{t`each month`}</option>
        </SelectField>
      </FormRow>
      <FormRow>
        <AmountField
          label={t`Budget, money`}
          name="budget_money"
          defaultValue={project.budget_money?.amount ?? ""}
          optional={optional}
        />
        <CurrencyField key={currency} label={t`Currency`} name="budget_currency" defaultValue={currency} />
      </FormRow>
      <SelectField
        label={t`Time beyond the hours`}
        name="overspend"
        defaultValue={project.overspend}
        hint={t`A timer's time is taken in any case: it was worked.`}
      >
        <option value="allow">{t`is taken`}</option>
        <option value="warn">{t`is taken, with a warning`}</option>
        <option value="refuse">{t`is refused`}</option>
      </SelectField>
    </>
  );
}
