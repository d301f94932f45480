import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Invoice, Question } from "./invoice.ts";

interface Props {
  readonly invoice: Invoice;
  /** What the customer asked, if that is what it comes from. */
  readonly question?: Question;
}

/** Notes that the customer does not accept the invoice, or a line of it. */
export function DisputeButton({ invoice, question }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  const close = () => setOpen(false);
  return (
    <>
      <Button off={off} onClick={() => setOpen(true)}>
        {question ? t`Make it a dispute…` : t`Dispute…`}
      </Button>
      <Dialog title={t`The customer does not accept it`} open={open} onClose={close}>
        <DisputeForm invoice={invoice} onClose={close} {...(question ? { question } : {})} />
      </Dialog>
    </>
  );
}

function DisputeForm({ invoice, question, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useLingui();
  const dispute = useDispute(invoice.id, question?.id ?? null, onClose);
  return (
    <Form
      refusal={useRefusal(dispute.problem)}
      onSubmit={({ line_id = "", reason = "" }) => void dispute.run({ line_id: line_id || null, reason })}
    >
      <p className="small muted">
        <Trans>The invoice is marked until the dispute is resolved. What is owed stays the same.</Trans>
      </p>
      <SelectField label={t`What is disputed`} name="line_id" defaultValue="">
        <option value="">{t`All of it`}</option>
        {invoice.lines.map(({ line_id, position, description }) => (
          <option key={line_id} value={line_id}>
            {position}. {description.slice(0, 60)}
          </option>
        ))}
      </SelectField>
      <TextArea label={t`Why`} name="reason" defaultValue={question?.text} />
      <SubmitOrCancel busy={dispute.running} onCancel={onClose}>{t`Note the dispute`}</SubmitOrCancel>
    </Form>
  );
}

function useDispute(invoiceId: string, question_id: string | null, onDone: () => void) {
  return useWrite(
    (said: { line_id: string | null; reason: string }) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/disputes", {
          params: { path: { invoice_id: invoiceId } },
          body: { ...said, question_id },
        }),
      ),
    { refresh: ["invoicing"], onDone },
  );
}
