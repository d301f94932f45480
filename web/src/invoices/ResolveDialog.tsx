import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { type Outcome, useOutcomes } from "./disputeOutcomes.ts";
import type { Dispute } from "./invoice.ts";

interface Props {
  readonly invoiceId: string;
  readonly dispute: Dispute;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks what came of a dispute. */
export function ResolveDialog({ invoiceId, dispute, open, onClose }: Props) {
  const { t } = useLingui();
  const outcomes = useOutcomes();
  const resolve = useResolve(invoiceId, dispute.id, onClose);
  return (
    <Dialog title={t`Resolve the dispute`} open={open} onClose={onClose}>
      <Form
        refusal={useRefusal(resolve.problem)}
        onSubmit={({ outcome = "", note = "" }) => void resolve.run({ outcome: outcome as Outcome, note })}
      >
        <SelectField label={t`What came of it`} name="outcome" defaultValue="upheld">
          {Object.entries(outcomes).map(([outcome, words]) => (
            <option key={outcome} value={outcome}>
              {words}
            </option>
          ))}
        </SelectField>
        <TextArea label={t`Note`} name="note" hint={t`What was agreed, for your own people.`} />
        <SubmitOrCancel busy={resolve.running} onCancel={onClose}>{t`Resolve`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function useResolve(invoiceId: string, disputeId: string, onDone: () => void) {
  return useWrite(
    (body: { outcome: Outcome; note: string }) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/disputes/{dispute_id}/resolve", {
          params: { path: { invoice_id: invoiceId, dispute_id: disputeId } },
          body,
        }),
      ),
    { refresh: ["invoicing"], onDone },
  );
}
