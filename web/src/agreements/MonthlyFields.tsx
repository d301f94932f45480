import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../i18n/format.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";

type Mode = "none" | "all" | "capped";
const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);

/** A fee that covers hours: what it is, what becomes of unused hours, when it is billed. */
export function FeeFields() {
  const { t } = useLingui();
  return (
    <>
      <FormRow>
        <AmountField label={t`Fee a month, without VAT`} name="terms.0.amount" />
        <TextField
          label={t`Hours that it covers`}
          name="terms.0.included_seconds"
          placeholder="20:00"
          autoComplete="off"
        />
        <SelectField label={t`Billed`} name="in_advance" defaultValue="false">
          <option value="false">{t`afterwards`}</option>
          <option value="true">{t`in advance`}</option>
        </SelectField>
      </FormRow>
      <RolloverFields />
      <RiseFields />
      <Prorate />
    </>
  );
}

/** What a month must come to. */
export function MinimumFields() {
  const { t } = useLingui();
  return (
    <>
      <AmountField label={t`Minimum a month, without VAT`} name="terms.0.amount" />
      <RiseFields />
      <Prorate />
    </>
  );
}

function RolloverFields() {
  const { t } = useLingui();
  const [mode, setMode] = useState<Mode>("none");
  return (
    <FormRow>
      <SelectField
        label={t`Unused hours`}
        name="rollover.mode"
        value={mode}
        onChange={(event) => setMode(event.target.value as Mode)}
      >
        <option value="none">{t`are lost`}</option>
        <option value="all">{t`roll over`}</option>
        <option value="capped">{t`roll over up to a limit`}</option>
      </SelectField>
      {mode === "capped" && (
        <TextField
          label={t`At most, hours of a month`}
          name="rollover.cap_seconds"
          placeholder="10:00"
          autoComplete="off"
        />
      )}
      {mode !== "none" && (
        <TextField
          label={t`For how many months`}
          name="rollover.expiry_months"
          inputMode="numeric"
          optional={t`optional`}
          autoComplete="off"
        />
      )}
    </FormRow>
  );
}

function RiseFields() {
  const { t } = useLingui();
  const { dayOfYear } = useFormats();
  return (
    <FormRow>
      <AmountField label={t`Rises every year by, %`} name="indexing.percent" optional={t`optional`} />
      <SelectField label={t`On`} name="indexing.month" defaultValue="">
        <option value="">{t`the day on which it began`}</option>
        {MONTHS.map((month) => (
          <option key={month} value={month}>
            {dayOfYear(`2000-${String(month).padStart(2, "0")}-01`)}
          </option>
        ))}
      </SelectField>
    </FormRow>
  );
}

function Prorate() {
  const { t } = useLingui();
  return (
    <Checkbox
      label={t`The first and the last month count by their days`}
      name="prorate"
      hint={t`Of an agreement that begins or ends within a month, fee and hours are its share.`}
    />
  );
}
