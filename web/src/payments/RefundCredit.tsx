import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import type { Payment } from "./payment.ts";

/** Notes that credit of the customer was paid back. */
export function RefundCredit({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const write = useRefund(payment, close);
  const settings = useQuery(invoicing.query("/v1/settings")).data;
  const { currency } = payment.amount;
  return (
    <>
      <Button off={useMay().not("change-invoices")} onClick={() => setOpen(true)}>
        {t`Pay back…`}
      </Button>
      <Dialog title={t`Pay the customer's credit back`} open={open} onClose={close}>
        <Form refusal={useRefusal(write.problem)} onSubmit={(values) => void write.run(values)}>
          <p>{t`Transfer the amount in your bank, and note it here. The bank's file finds it by its reference.`}</p>
          <AmountField label={t`Amount in ${currency}`} name="amount" defaultValue={payment.credit.amount} />
          <TextField
            label={t`Paid back on`}
            name="refunded_on"
            type="date"
            defaultValue={settings ? today(settings.time_zone) : ""}
          />
          <TextField label={t`Reference`} name="reference" autoComplete="off" optional={t`optional`} />
          <SubmitOrCancel busy={write.running} onCancel={close}>
            {t`Note the refund`}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}

function useRefund({ organization_id, amount }: Payment, onDone: () => void) {
  const { t } = useLingui();
  return useWrite(
    (values: Values) =>
      data(
        invoicing.POST("/v1/refunds", {
          body: {
            organization_id,
            refunded_on: values.refunded_on ?? "",
            amount: { amount: values.amount ?? "", currency: amount.currency },
            method: "bank",
            reference: values.reference ?? "",
          },
        }),
      ),
    {
      refresh: ["invoicing"],
      onDone: () => {
        toast(t`The refund is noted.`);
        onDone();
      },
    },
  );
}
