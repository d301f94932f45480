import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { SelectField } from "../ui/Field.tsx";
import { FormRow, type Values } from "../ui/Form.tsx";

type Tax = InvoicingSchemas["schemas"]["TaxRequest"];

/** How the lines are taxed; left alone it follows from seller and buyer. */
export function TaxFields() {
  const { t } = useLingui();
  return (
    <FormRow>
      <SelectField label={t`Tax`} name="tax.category" defaultValue="">
        <option value="">{t`As seller and customer demand`}</option>
        <option value="standard">{t`Taxed`}</option>
        <option value="reverse-charge">{t`Reverse charge`}</option>
        <option value="outside-scope">{t`Outside the scope of VAT`}</option>
        <option value="exempt">{t`Exempt`}</option>
        <option value="zero">{t`Zero rate`}</option>
      </SelectField>
      <AmountField label={t`Rate in percent`} name="tax.rate" optional={t`when taxed`} />
    </FormRow>
  );
}

export function taxOf(values: Values): { tax?: Tax } {
  const category = values["tax.category"] as Tax["category"] | "";
  if (!category) return {};
  const rate = values["tax.rate"];
  return { tax: category === "standard" && rate ? { category, rate } : { category } };
}
