import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { toast } from "../ui/toasts.ts";
import type { Payment } from "./payment.ts";
import { ReasonDialog } from "./ReasonDialog.tsx";

/** Undoes the payment by a counter-entry. */
export function ReversePayment({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  const params = { path: { payment_id: payment.id } };
  const write = useWrite(
    (reason: string) =>
      data(invoicing.POST("/v1/payments/{payment_id}/reverse", { params, body: { reason } })),
    { refresh: ["invoicing"], onDone: () => toast(t`The payment is reversed.`) },
  );
  return (
    <ReasonDialog
      title={t`Reverse the payment?`}
      consequence={t`A counter-entry undoes it. The invoices that it settles are owed again.`}
      confirm={t`Reverse the payment`}
      off={useMay().not("change-invoices")}
      busy={write.running}
      problem={write.problem}
      act={write.run}
    >
      {t`Reverse…`}
    </ReasonDialog>
  );
}
