import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useRefusal } from "../api/useRefusal.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { GroupingField } from "../texts/GroupingField.tsx";
import { today } from "../time/clock.ts";
import { addMonths, firstOfMonth, lastOfMonth } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { type NewRun, useStartRun } from "./useRun.ts";

const MONTHS = 6;
const OWN = "own";

/** Asks what to bill: `?new=run`. */
export function StartDialog() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  return (
    <Dialog
      title={t`Bill a month of all customers`}
      open={search.get("new") === "run"}
      onClose={() => setSearch({}, { replace: true })}
    >
      <StartForm />
    </Dialog>
  );
}

function StartForm() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const off = useMay().not("change-invoices");
  const start = useStartRun((run) => void navigate(paths.billingRun(run.id)));
  return (
    <Form onSubmit={(values) => void start.run(wanted(values))} refusal={useRefusal(start.problem)}>
      <Month />
      <Checkbox
        label={t`With what is open of earlier days`}
        name="earlier"
        defaultChecked
        hint={t`Time that was approved late, held back meanwhile or credited.`}
      />
      <GroupingField />
      <SelectField
        label={t`Issue at once`}
        name="issue"
        hint={t`Only what lacks nothing, and of which no time is left out that somebody should look at.`}
      >
        <option value="">{t`As customers and account are set`}</option>
        <option value="none">{t`Nothing: I look through the drafts first`}</option>
        <option value="automatic">{t`What lacks nothing, unless the customer is set otherwise`}</option>
      </SelectField>
      <p className="muted">
        <Trans>What is on a draft or an invoice already is not billed again.</Trans>
      </p>
      <FormActions>
        <Button type="submit" look="primary" busy={start.running} off={off}>
          {t`Draft for all customers`}
        </Button>
      </FormActions>
    </Form>
  );
}

/** The months before this one, this one, or days of one's own. In the form as `month`, or `first_day` and `last_day`. */
function Month() {
  const { t } = useLingui();
  const { month: monthName } = useFormats();
  const current = firstOfMonth(today());
  const months = Array.from({ length: MONTHS }, (_, back) => addMonths(current, -back));
  const [chosen, setChosen] = useState(months[1] as string);
  return (
    <>
      <SelectField
        label={t`Month`}
        name="month"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        {months.map((first) => (
          <option key={first} value={first}>
            {monthName(first)}
          </option>
        ))}
        <option value={OWN}>{t`Other days`}</option>
      </SelectField>
      {chosen === OWN && (
        <FormRow>
          <TextField label={t`First day`} name="first_day" type="date" defaultValue={months[1]} />
          <TextField
            label={t`Last day`}
            name="last_day"
            type="date"
            defaultValue={lastOfMonth(months[1] as string)}
          />
        </FormRow>
      )}
    </>
  );
}

function wanted({ month = "", first_day, last_day, earlier, group_by, issue }: Values): NewRun {
  const period =
    month === OWN
      ? { first_day: first_day ?? "", last_day: last_day ?? "" }
      : { first_day: month, last_day: lastOfMonth(month) };
  return {
    ...period,
    earlier: earlier !== undefined,
    group_by: group_by as NewRun["group_by"],
    issue: (issue || null) as NewRun["issue"],
  } as NewRun;
}
