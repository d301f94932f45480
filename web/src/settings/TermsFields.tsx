import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { BillingSettings } from "./billingQuery.ts";

/** When invoices are due, unless one says otherwise. */
export function TermsFields({ terms }: { readonly terms: BillingSettings["terms"] }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<string>(terms.kind);
  return (
    <FormRow>
      <SelectField
        label={t`Payment terms`}
        name="terms.kind"
        value={kind}
        onChange={({ target }) => setKind(target.value)}
        hint={t`A draft may have terms of its own.`}
      >
        <option value="net-days">{t`Days after the invoice's date`}</option>
        <option value="end-of-month">{t`Days after the end of the month`}</option>
        <option value="on-receipt">{t`On receipt`}</option>
      </SelectField>
      {kind !== "on-receipt" && (
        <TextField
          label={t`Days`}
          name="terms.days"
          inputMode="numeric"
          defaultValue={terms.days}
          autoComplete="off"
        />
      )}
    </FormRow>
  );
}
