import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { SelectField, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { Terms } from "./terms.ts";

interface Props {
  /** What is said already; null: nothing. */
  readonly terms: Terms | null;
  /** What holds where nothing is said. */
  readonly proposed: string;
  /** A day of its own belongs to one invoice. */
  readonly fixed?: boolean;
}

/** When something is due, or that nothing is said of that. */
export function TermsChoice({ terms, proposed, fixed }: Props) {
  const { t } = useLingui();
  const [kind, setKind] = useState<string>(terms?.kind ?? "");
  return (
    <FormRow>
      <SelectField
        label={t`Payment terms`}
        name="terms.kind"
        value={kind}
        onChange={({ target }) => setKind(target.value)}
      >
        <option value="">{proposed}</option>
        <option value="net-days">{t`Days after the invoice's date`}</option>
        <option value="end-of-month">{t`Days after the end of the month`}</option>
        <option value="on-receipt">{t`On receipt`}</option>
        {fixed && <option value="fixed-date">{t`A certain day`}</option>}
      </SelectField>
      {(kind === "net-days" || kind === "end-of-month") && (
        <TextField
          label={t`Days`}
          name="terms.days"
          inputMode="numeric"
          defaultValue={terms?.days ?? ""}
          autoComplete="off"
        />
      )}
      {kind === "fixed-date" && (
        <TextField label={t`Due`} name="terms.due_date" type="date" defaultValue={terms?.due_date ?? ""} />
      )}
    </FormRow>
  );
}
