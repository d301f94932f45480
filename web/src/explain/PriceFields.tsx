import { useLingui } from "@lingui/react/macro";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import { FormRow, type Values } from "../ui/Form.tsx";
import type { Currency, NewOverride, Override } from "./overrides.ts";

interface Props {
  readonly currency: string;
  /** The price that is changed. */
  readonly held?: Override | null;
}

/** What an hour is to cost, and why. */
export function PriceFields({ currency, held }: Props) {
  const { t } = useLingui();
  return (
    <>
      <FormRow>
        <AmountField
          label={t`Per hour, without VAT`}
          name="hourly_rate.amount"
          defaultValue={held?.hourly_rate.amount ?? ""}
        />
        <TextField
          label={t`Currency`}
          name="hourly_rate.currency"
          defaultValue={held?.hourly_rate.currency ?? currency}
          maxLength={3}
        />
      </FormRow>
      <TextField label={t`Reason`} name="reason" defaultValue={held?.reason ?? ""} maxLength={500} />
    </>
  );
}

/** What the fields say. */
export function priceOf(values: Values): NewOverride {
  return {
    hourly_rate: {
      amount: values["hourly_rate.amount"] ?? "",
      currency: (values["hourly_rate.currency"] ?? "").toUpperCase() as Currency,
    },
    reason: values.reason ?? "",
  };
}
