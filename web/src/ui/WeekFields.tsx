import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import { daysOf } from "../time/isoWeek.ts";
import { TextField } from "./Field.tsx";
import type { Values } from "./Form.tsx";
import styles from "./WeekFields.module.css";

const NO_DURATION = -1;
const A_WEEK = daysOf("2026-W01");

interface Props {
  /** The API's name of the list: its refusal is shown at the first day. */
  readonly name: string;
  /** Seconds on each weekday, from Monday. */
  readonly week: readonly number[];
}

/** Hours on each weekday, typed as durations are. */
export function WeekFields({ name, week }: Props) {
  const { t } = useLingui();
  const { shortWeekday } = useFormats();
  return (
    <fieldset className={styles.week}>
      <legend>{t`Hours on each day`}</legend>
      {A_WEEK.map((day, number) => (
        <TextField
          key={day}
          label={shortWeekday(day)}
          name={`${name}-${number}`}
          refusedAs={`${name}.${number}`}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={formatDuration(week[number] ?? 0)}
        />
      ))}
    </fieldset>
  );
}

/** The seconds that were typed; what is no duration is for the API to refuse. */
export function typedWeek(values: Values, name: string): number[] {
  return A_WEEK.map((_, number) => parseDuration(values[`${name}-${number}`] || "0") ?? NO_DURATION);
}
