import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { CurrencyField } from "../ui/Regions.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { type Billing, changeBilling, type Expense } from "./expense.ts";

/** Says whether an expense is billed, with which mark-up, and at which rate in another currency. */
export function BillingDialog({ expense }: { readonly expense: Expense }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t`How it is billed…`}</Button>
      <Dialog title={t`How it is billed`} open={open} onClose={close}>
        <Fields expense={expense} onClose={close} />
      </Dialog>
    </>
  );
}

function Fields({ expense, onClose }: { readonly expense: Expense; readonly onClose: () => void }) {
  const { t } = useLingui();
  const write = useWrite((body: Billing) => changeBilling(expense, body), {
    refresh: ["invoicing"],
    onDone: onClose,
  });
  const { currency } = expense.amount;
  const usual = useList("organizations").find(({ id }) => id === expense.organization_id)?.effective_currency;
  const other = expense.billed_currency ?? (usual !== currency ? usual : undefined) ?? "";
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={(values, form) => void write.run(billingOf(values, form.has("billable")))}
    >
      <Checkbox label={t`The customer pays it`} name="billable" defaultChecked={expense.billable} />
      <AmountField label={t`Mark-up in per cent`} name="mark_up" defaultValue={expense.mark_up ?? "0"} />
      <FormRow>
        <AmountField
          label={t`What 1 ${currency} is`}
          name="exchange_rate"
          optional={t`optional`}
          hint={t`Only for an invoice in another currency.`}
          defaultValue={expense.exchange_rate ?? ""}
        />
        <CurrencyField
          label={t`in`}
          name="billed_currency"
          none={t`the same currency`}
          defaultValue={other}
        />
      </FormRow>
      <SubmitOrCancel busy={write.running} onCancel={onClose}>
        {t`Save`}
      </SubmitOrCancel>
    </Form>
  );
}

function billingOf(values: Values, billable: boolean): Billing {
  const rate = values.exchange_rate;
  return {
    billable,
    mark_up: values.mark_up || "0",
    exchange_rate: rate || null,
    billed_currency: (rate ? values.billed_currency || null : null) as Billing["billed_currency"],
  };
}
