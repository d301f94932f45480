import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Problem } from "../api/problem.ts";
import { today } from "../time/clock.ts";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { type Days, daysOf, PERIODS, periodOf } from "./period.ts";

/** The days: a usual period by one touch, or any others. */
export function PeriodFields({ start, problem }: { readonly start: Days; readonly problem: Problem | null }) {
  const { t } = useLingui();
  const [days, setDays] = useState(start);
  const words = { "last-month": t`Last month`, month: t`This month`, "last-week": t`Last week` };
  const tooLong = problem?.errors?.some(({ reason }) => /^at most \d+ days/.test(reason));
  return (
    <>
      <Choice
        label={t`Period`}
        name="period"
        value={periodOf(days, today()) ?? ""}
        options={PERIODS.map((period) => [period, words[period]] as const)}
        onChange={(period) => period && setDays(daysOf(period, today()))}
      />
      <FormRow>
        <TextField
          label={t`From`}
          name="first_day"
          type="date"
          value={days.first_day}
          onChange={({ target }) => setDays({ ...days, first_day: target.value })}
        />
        <TextField
          label={t`To`}
          name="last_day"
          type="date"
          value={days.last_day}
          onChange={({ target }) => setDays({ ...days, last_day: target.value })}
          error={tooLong ? t`A year at most.` : undefined}
        />
      </FormRow>
    </>
  );
}
