import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CurrencyField } from "../ui/Regions.tsx";
import type { ReminderStep } from "./reminderSteps.ts";

/** What the customer is charged for a reminder. */
export function ReminderFeeFields({ fee }: { readonly fee: ReminderStep["fee"] }) {
  const { t } = useLingui();
  const account = useQuery(timer.query("/v1/settings")).data?.currency ?? "";
  const currency = fee?.currency ?? account;
  return (
    <>
      <FormRow>
        <AmountField label={t`Fee`} name="fee" defaultValue={fee?.amount ?? ""} optional={t`optional`} />
        <CurrencyField key={currency} label={t`Currency`} name="fee_currency" defaultValue={currency} />
      </FormRow>
      <p className="small muted">
        <Trans>
          Charged on an invoice of its own once the reminder is sent, without VAT, where the reminded invoice
          is in this currency. Danish law allows DKK 100 at most, for three reminders of an invoice, at least
          10 days apart (rentelovens § 9 b). What another country's law allows is for you to know.
        </Trans>
      </p>
    </>
  );
}
