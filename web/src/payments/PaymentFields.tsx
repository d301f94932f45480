import { useLingui } from "@lingui/react/macro";
import { PAYMENT_METHODS, type PaymentMethod } from "../directory/paymentMethods.ts";
import { today } from "../time/clock.ts";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";

interface Props {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  /** What was typed, as the API takes it. */
  readonly amount: string | null;
  readonly currency: string;
  readonly zone: string;
}

/** Amount, day, method and reference, as they stand on the bank's statement. */
export function PaymentFields({ typed, onTyped, amount, currency, zone }: Props) {
  const { t } = useLingui();
  return (
    <>
      <FormRow>
        <TextField
          label={t`Amount in ${currency}`}
          name="amount-typed"
          refusedAs="amount"
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
        <input type="hidden" name="amount" value={amount ?? typed} />
        <TextField label={t`Received on`} name="received_on" type="date" defaultValue={today(zone)} />
      </FormRow>
      <FormRow>
        <MethodField />
        <TextField
          label={t`Reference`}
          name="reference"
          autoComplete="off"
          optional={t`optional`}
          hint={t`What the customer wrote on the transfer.`}
        />
      </FormRow>
    </>
  );
}

function MethodField() {
  const { t, i18n } = useLingui();
  const methods = Object.keys(PAYMENT_METHODS) as PaymentMethod[];
  return (
    <SelectField label={t`Method`} name="method" defaultValue="bank">
      {methods.map((method) => (
        <option key={method} value={method}>
          {i18n._(PAYMENT_METHODS[method])}
        </option>
      ))}
    </SelectField>
  );
}
