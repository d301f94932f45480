import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { toast } from "../ui/toasts.ts";
import type { Payment } from "./payment.ts";
import { ReasonDialog } from "./ReasonDialog.tsx";

interface Props {
  readonly payment: Payment;
  readonly allocation: Payment["allocations"][number];
}

/** Takes back what the payment settles of one invoice. */
export function TakeBack({ payment, allocation }: Props) {
  const { t } = useLingui();
  const { money } = useFormats();
  const path = { payment_id: payment.id, invoice_id: allocation.invoice_id };
  const write = useWrite(
    (reason: string) =>
      data(
        invoicing.POST("/v1/payments/{payment_id}/allocations/{invoice_id}/reverse", {
          params: { path },
          body: { reason },
        }),
      ),
    { refresh: ["invoicing"], onDone: () => toast(t`It is taken back.`) },
  );
  const amount = money(allocation.amount);
  return (
    <ReasonDialog
      small
      title={t`Take back from ${allocation.number}?`}
      consequence={t`The invoice owes ${amount} again, and the customer has it as credit.`}
      confirm={t`Take back`}
      off={useMay().not("change-invoices")}
      busy={write.running}
      problem={write.problem}
      act={write.run}
    >
      {t`Take back…`}
    </ReasonDialog>
  );
}
