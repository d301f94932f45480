import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Checkbox, Field, Options, SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { WEEKDAYS, type Weekday, type WindowKind } from "./multipliers.ts";
import styles from "./Rates.module.css";
import { useWindowWords } from "./useWindowWords.ts";

/** When a multiplier applies: hours of the week, holidays, or what exceeds so many hours. */
export function WindowFields() {
  const { t } = useLingui();
  const [kind, setKind] = useState<WindowKind>("hours");
  const kinds: { id: WindowKind; name: string }[] = [
    { id: "hours", name: t`At hours of the week` },
    { id: "holiday", name: t`On holidays` },
    { id: "overtime-day", name: t`As overtime of a day` },
    { id: "overtime-week", name: t`As overtime of a week` },
  ];
  return (
    <>
      <SelectField
        label={t`When`}
        name="kind"
        value={kind}
        onChange={(event) => setKind(event.target.value as WindowKind)}
      >
        <Options of={kinds} />
      </SelectField>
      {kind === "hours" && <Hours />}
      {(kind === "overtime-day" || kind === "overtime-week") && (
        <TextField
          label={kind === "overtime-day" ? t`Above, hours a day` : t`Above, hours a week`}
          name="above_seconds"
          inputMode="decimal"
          key={kind}
          defaultValue={kind === "overtime-day" ? "8" : "37"}
          hint={t`All that the person works counts, for whomever, billable or not, in the order in which it began.`}
        />
      )}
    </>
  );
}

function Hours() {
  const { t } = useLingui();
  const { dayName } = useWindowWords();
  return (
    <>
      <Field label={t`Days on which they begin`} name="weekdays">
        {(control) => (
          <div {...control} role="group" className={styles.weekdays}>
            {WEEKDAYS.map((day, number) => (
              <Checkbox
                key={day}
                name="weekdays"
                value={day}
                label={dayName(number)}
                defaultChecked={number < 5}
              />
            ))}
          </div>
        )}
      </Field>
      <FormRow>
        <TextField label={t`Begin at`} name="starts_at" type="time" defaultValue="18:00" />
        <TextField
          label={t`End at`}
          name="ends_at"
          type="time"
          defaultValue="22:00"
          hint={t`On the next day if that is not later; from 00:00 to 00:00 is the whole day.`}
        />
      </FormRow>
    </>
  );
}

/** The days of the week that are ticked. */
export function chosenDays(form: FormData): Weekday[] {
  const ticked = form.getAll("weekdays").map(String);
  return WEEKDAYS.filter((day) => ticked.includes(day));
}
