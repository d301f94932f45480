import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { Recurring, Unit } from "./recurring.ts";

type End = "never" | "day" | "times";
const DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

interface Props {
  readonly was: Recurring["recurrence"] | null;
  readonly startsOn: string;
}

/** When it is made, for which days, and where it ends. */
export function WhenFields({ was, startsOn }: Props) {
  const { t } = useLingui();
  const [unit, setUnit] = useState<Unit>(was?.unit ?? "month");
  return (
    <>
      <FormRow>
        <TextField
          label={t`First day of the first period`}
          name="recurrence.starts_on"
          type="date"
          defaultValue={was?.starts_on ?? startsOn}
        />
        <TextField
          label={t`Every`}
          name="recurrence.every"
          type="number"
          min={1}
          max={60}
          defaultValue={was?.every ?? 1}
        />
        <SelectField
          label={t`Counted in`}
          name="recurrence.unit"
          value={unit}
          onChange={({ target }) => setUnit(target.value as Unit)}
        >
          <option value="week">{t`weeks`}</option>
          <option value="month">{t`months`}</option>
          <option value="quarter">{t`quarters`}</option>
          <option value="year">{t`years`}</option>
        </SelectField>
      </FormRow>
      <FormRow>
        <SelectField
          label={t`When it is billed`}
          name="recurrence.timing"
          defaultValue={was?.timing ?? "advance"}
          hint={t`When the period begins, or when it is over.`}
        >
          <option value="advance">{t`in advance`}</option>
          <option value="arrears">{t`in arrears`}</option>
        </SelectField>
        {unit !== "week" && (
          <SelectField
            label={t`Made on day of the month`}
            name="recurrence.day_of_month"
            defaultValue={was?.day_of_month ?? ""}
            hint={t`Or the last day of a shorter month.`}
          >
            <option value="">{t`as the period begins or ends`}</option>
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </SelectField>
        )}
        <EndFields was={was} />
      </FormRow>
    </>
  );
}

function EndFields({ was }: Pick<Props, "was">) {
  const { t } = useLingui();
  const [end, setEnd] = useState<End>(was?.ends_on ? "day" : was?.times ? "times" : "never");
  return (
    <>
      <SelectField
        label={t`Ends`}
        name="end"
        value={end}
        onChange={({ target }) => setEnd(target.value as End)}
      >
        <option value="never">{t`never`}</option>
        <option value="day">{t`on a day`}</option>
        <option value="times">{t`after so many`}</option>
      </SelectField>
      {end === "day" && (
        <TextField
          label={t`No period begins after`}
          name="recurrence.ends_on"
          type="date"
          defaultValue={was?.ends_on ?? ""}
        />
      )}
      {end === "times" && (
        <TextField
          label={t`How many invoices`}
          name="recurrence.times"
          type="number"
          min={1}
          max={1000}
          defaultValue={was?.times ?? 12}
        />
      )}
    </>
  );
}
