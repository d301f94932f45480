import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { AmountField } from "../ui/AmountField.tsx";
import { SelectField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { BillingSettings } from "./billingQuery.ts";

/** How work is taxed, unless an invoice says otherwise. */
export function TaxFields({ tax }: { readonly tax: BillingSettings["tax"] }) {
  const { t } = useLingui();
  const [category, setCategory] = useState<string>(tax.category);
  return (
    <FormRow>
      <SelectField
        label={t`Tax`}
        name="tax.category"
        value={category}
        onChange={({ target }) => setCategory(target.value)}
        hint={t`What a new draft begins with.`}
      >
        <option value="standard">{t`VAT at a rate`}</option>
        <option value="reverse-charge">{t`Reverse charge: the customer accounts for it`}</option>
        <option value="zero">{t`Zero rate`}</option>
        <option value="exempt">{t`Exempt`}</option>
        <option value="outside-scope">{t`Outside the scope of VAT`}</option>
      </SelectField>
      {category === "standard" && (
        <AmountField
          label={t`Rate in per cent`}
          name="tax.rate"
          defaultValue={tax.rate === "0" ? "25" : tax.rate}
        />
      )}
    </FormRow>
  );
}
