import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { notifier } from "../api/notifier.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { ComingReminders } from "./ComingReminders.tsx";
import { ReminderSteps } from "./ReminderSteps.tsx";
import type { ReminderSettings } from "./reminderSteps.ts";
import { SettingsPages } from "./SettingsPages.tsx";
import { useSaveReminders } from "./useSaveReminders.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When customers are reminded of what they owe, with which words, and what comes. */
export default function RemindersPage() {
  const { t } = useLingui();
  const settings = useQuery(notifier.query("/v1/reminder-settings"));
  return (
    <SettingsPages
      title={t`Reminders`}
      wide
      lead={t`Customers are reminded of overdue invoices by e-mail, with the PDF and what is still owed. What is paid, disputed or paused is left alone.`}
    >
      <QueryView query={settings} lines={8}>
        {(current) => (
          <>
            <When key={current.version} settings={current} />
            <ReminderSteps settings={current} />
            {current.on && <ComingReminders />}
          </>
        )}
      </QueryView>
    </SettingsPages>
  );
}

function When({ settings }: { readonly settings: ReminderSettings }) {
  const { t } = useLingui();
  const may = useMay();
  const save = useSaveReminders(settings);
  const submit = ({ on, due_from = "", hour, workdays_only }: Values) =>
    void save.run({
      on: on === "on",
      due_from: due_from || null,
      hour: Number(hour),
      workdays_only: workdays_only === "on",
    });
  return (
    <Form onSubmit={submit} refusal={useRefusal(save.problem)} label={t`Reminders`}>
      <Card>
        <Checkbox
          label={t`Remind customers of overdue invoices`}
          name="on"
          defaultChecked={settings.on}
          hint={t`Off until you switch it on.`}
        />
        <FormRow>
          <TextField
            type="date"
            label={t`Of invoices due from`}
            name="due_from"
            defaultValue={settings.due_from ?? ""}
            hint={t`Empty: from today on. What was due before is not reminded.`}
          />
          <SelectField label={t`Sent at`} name="hour" defaultValue={settings.hour}>
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>{`${String(hour).padStart(2, "0")}:00`}</option>
            ))}
          </SelectField>
        </FormRow>
        <Checkbox
          label={t`Only on working days`}
          name="workdays_only"
          defaultChecked={settings.workdays_only}
          hint={
            settings.holiday_region
              ? t`Not on Saturdays, Sundays and public holidays; they wait for the next working day.`
              : t`Not on Saturdays and Sundays. Choose under Settings → Account whose public holidays are days off, and not on those either.`
          }
        />
      </Card>
      <FormActions>
        <Button type="submit" look="primary" off={may.not("change-invoices")} busy={save.running}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}
