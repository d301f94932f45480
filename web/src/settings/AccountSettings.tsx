import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { HolidayRegionField } from "../directory/HolidayRegionField.tsx";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { CurrencyField, LanguageField, TimeZoneField } from "../ui/Regions.tsx";
import { toast } from "../ui/toasts.ts";
import { typedWeek, WeekFields } from "../ui/WeekFields.tsx";
import { changed } from "./changed.ts";

type Settings = TimerSchemas["schemas"]["SettingsResponse"];
type Patch = TimerSchemas["schemas"]["SettingsPatch"];

/** What all services go by, each with what it changes. */
export function AccountSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const may = useMay();
  const params = { header: ifMatch(settings) };
  const save = useWrite((body: Patch) => data(timer.PATCH("/v1/settings", { params, body })), {
    refresh: ["timer", "invoicing"],
    onDone: () => toast(t`Saved.`),
  });
  return (
    <Form
      onSubmit={(values) => void save.run(changed(settings, chosen(values)) as Patch)}
      refusal={useRefusal(save.problem)}
      label={t`Account`}
    >
      <Section title={t`Days and money`}>
        <Card>
          <Regional settings={settings} />
        </Card>
      </Section>
      <Section title={t`Time`}>
        <Card>
          <TimeRules settings={settings} />
        </Card>
      </Section>
      <Section title={t`Working week`}>
        <Card>
          <WeekFields name="working_week" week={settings.working_week} />
          <HolidayRegionField
            label={t`Public holidays of`}
            none={t`None`}
            value={settings.holiday_region}
            hint={t`Days off for everybody who has no others. Whoever works other hours has them under People.`}
          />
        </Card>
      </Section>
      <FormActions>
        <Button type="submit" look="primary" off={may.not("manage-work")} busy={save.running}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}

function chosen(values: Values) {
  const {
    time_zone = "",
    currency = "",
    language = "",
    limit = "",
    holiday_region,
    sheet_period,
    lock_after = "",
    hand_in = "",
    ...checks
  } = values;
  return {
    holiday_region: holiday_region || null,
    working_week: typedWeek(values, "working_week"),
    ...{ time_zone, currency, language },
    days_to_hand_in: hand_in === "" ? null : Number(hand_in),
    lock_after_days: lock_after === "" ? null : Number(lock_after),
    sheet_period: sheet_period as Settings["sheet_period"],
    allow_self_approval: checks.allow_self_approval === "on",
    allow_overlaps: checks.allow_overlaps === "on",
    timer_limit_seconds: parseDuration(limit) ?? 0,
  };
}

function Regional({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  return (
    <>
      <TimeZoneField
        label={t`Time zone`}
        name="time_zone"
        defaultValue={settings.time_zone}
        hint={t`Where days and weeks begin: it decides on which day work counts, and the date of invoices.`}
      />
      <CurrencyField
        label={t`Currency`}
        name="currency"
        defaultValue={settings.currency}
        hint={t`For customers who have none of their own. Invoices that are issued keep theirs.`}
      />
      <LanguageField
        label={t`Language of documents`}
        name="language"
        defaultValue={settings.language}
        hint={t`Invoices and e-mails to customers without a language of their own. The app's is under Appearance.`}
      />
    </>
  );
}

function TimeRules({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const may = useMay();
  const owners = may("manage-account") ? "" : ` ${t`Only an owner changes this.`}`;
  return (
    <>
      <TextField
        label={t`A timer seems forgotten after`}
        name="limit"
        defaultValue={formatDuration(settings.timer_limit_seconds)}
        hint={t`Hours, from 1:00 to 24:00. Whose timer runs for longer is asked when the work ended.`}
        required
      />
      <SheetPeriodField settings={settings} />
      <TextField
        label={t`Days to hand in time`}
        name="hand_in"
        type="number"
        min={0}
        max={31}
        optional={t`optional`}
        defaultValue={settings.days_to_hand_in ?? ""}
        hint={t`So many days after a period's end. On the next morning those who have not are reminded by e-mail, once. Empty: nobody is.`}
      />
      <TextField
        label={t`Days until a period is locked`}
        name="lock_after"
        type="number"
        min={0}
        max={366}
        optional={t`optional`}
        defaultValue={settings.lock_after_days ?? ""}
        hint={t`So many days after its end only managers change its time. Empty: never.`}
      />
      <Checkbox
        label={t`People may approve their own timesheets`}
        name="allow_self_approval"
        defaultChecked={settings.allow_self_approval}
        hint={
          t`For those who work alone. Otherwise somebody else approves before time can be billed.` + owners
        }
      />
      <Checkbox
        label={t`Time of one person may overlap`}
        name="allow_overlaps"
        defaultChecked={settings.allow_overlaps}
        hint={t`Otherwise what overlaps with other time of the same person is refused, typed or imported.`}
      />
    </>
  );
}

function SheetPeriodField({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const from = settings.sheet_period_from && day(settings.sheet_period_from);
  return (
    <SelectField
      label={t`Time is handed in by`}
      name="sheet_period"
      defaultValue={settings.sheet_period}
      hint={
        from
          ? t`From ${from} on. A change begins after the present period; timesheets that there are stay as they are.`
          : t`A change begins after the present period; timesheets that there are stay as they are.`
      }
    >
      <option value="week">{t`Week`}</option>
      <option value="half-month">{t`Half a month`}</option>
      <option value="month">{t`Month`}</option>
    </SelectField>
  );
}
