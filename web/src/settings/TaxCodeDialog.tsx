import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { type TaxCode, writeTaxCode } from "./taxCodes.ts";

interface Props {
  /** Null: a new one. */
  readonly code: TaxCode | null;
  readonly onClose: () => void;
}

export function TaxCodeDialog({ code, onClose }: Props) {
  const { t } = useLingui();
  const save = useWrite((values: Values) => writeTaxCode(code, values), {
    refresh: ["invoicing"],
    onDone: onClose,
  });
  const title = code ? t`Edit tax code ${code.code}` : t`New tax code`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        {code === null && <Kind />}
        <TextField label={t`Name`} name="name" defaultValue={code?.name} autoComplete="off" />
        <FormRow>
          <TextField
            label={t`VAT account`}
            name="ledger_account"
            defaultValue={code?.ledger_account ?? ""}
            hint={t`Where its VAT is booked.`}
            optional={t`optional`}
            autoComplete="off"
          />
          <TextField
            label={t`Code in the ledger`}
            name="ledger_code"
            defaultValue={code?.ledger_code ?? ""}
            hint={t`Such as U25.`}
            optional={t`optional`}
            autoComplete="off"
          />
        </FormRow>
        {code && (
          <Checkbox
            label={t`Retired`}
            name="retired"
            defaultChecked={code.retired}
            hint={t`Nobody can choose it any more; drafts that have it keep it.`}
          />
        )}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

/** What of a code can never be changed. */
function Kind() {
  const { t } = useLingui();
  const [category, setCategory] = useState("standard");
  return (
    <>
      <TextField
        label={t`Code`}
        name="code"
        hint={t`Short, and for ever: capital letters, digits and hyphens.`}
        autoComplete="off"
      />
      <FormRow>
        <SelectField
          label={t`Tax`}
          name="category"
          value={category}
          onChange={({ target }) => setCategory(target.value)}
        >
          <option value="standard">{t`VAT at a rate`}</option>
          <option value="reverse-charge">{t`Reverse charge: the customer accounts for it`}</option>
          <option value="zero">{t`Zero rate`}</option>
          <option value="exempt">{t`Exempt`}</option>
          <option value="outside-scope">{t`Outside the scope of VAT`}</option>
        </SelectField>
        {category === "standard" && <AmountField label={t`Rate in per cent`} name="rate" />}
      </FormRow>
    </>
  );
}
