import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timer } from "../api/timer.ts";
import { useList } from "../directory/lists.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";

/** What an hour is charged at: a multiple of its rate, or a rate of its own in the customer's currency. */
export function ChargeFields({ customer }: { readonly customer: string | null }) {
  const { t } = useLingui();
  const [charge, setCharge] = useState("factor");
  const account = useQuery(timer.query("/v1/settings")).data;
  const theirs = useList("organizations").find(({ id }) => id === customer)?.effective_currency;
  const currency = theirs ?? account?.currency ?? "";
  return (
    <FormRow>
      <SelectField
        label={t`Charged at`}
        name="charge"
        value={charge}
        onChange={(event) => setCharge(event.target.value)}
      >
        <option value="factor">{t`The rate, multiplied`}</option>
        <option value="rate">{t`A rate of its own`}</option>
      </SelectField>
      {charge === "factor" ? (
        <AmountField label={t`Multiplied by`} name="factor" defaultValue="1.5" />
      ) : (
        <>
          <AmountField label={t`Per hour, without VAT`} name="hourly_rate.amount" />
          <TextField
            key={currency}
            label={t`Currency`}
            name="hourly_rate.currency"
            defaultValue={currency}
            maxLength={3}
          />
        </>
      )}
    </FormRow>
  );
}
