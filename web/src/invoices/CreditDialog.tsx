import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { typedAmount } from "../i18n/typedAmount.ts";
import { IssueDateField } from "../issuing/IssueDateField.tsx";
import { paths } from "../paths.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { toast } from "../ui/toasts.ts";
import { CreditParts } from "./CreditParts.tsx";
import { CreditPreview } from "./CreditPreview.tsx";
import { creditableQuery, type LineCredit, partsOf, type Typed, type VersionedCreditable } from "./credit.ts";
import type { Invoice } from "./invoice.ts";

interface Props {
  readonly invoice: Invoice;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks what is credited and why, and shows what that comes to before it is done. */
export function CreditDialog({ invoice, open, onClose }: Props) {
  const { t } = useLingui();
  const query = useQuery({ ...creditableQuery(invoice.id), enabled: open });
  return (
    <Dialog title={t`Credit invoice ${invoice.number ?? ""}`} open={open} onClose={onClose}>
      <QueryView query={query} lines={6}>
        {(read) => <CreditForm read={read} delivery={invoice.delivery.channel} onClose={onClose} />}
      </QueryView>
    </Dialog>
  );
}

interface FormProps {
  readonly read: VersionedCreditable;
  readonly delivery: string | null;
  readonly onClose: () => void;
}

function CreditForm({ read, delivery, onClose }: FormProps) {
  const { t, i18n } = useLingui();
  const [extent, setExtent] = useState<"whole" | "parts">("whole");
  const [typed, setTyped] = useState<Typed>({});
  const [corrects, setCorrects] = useState(false);
  const write = useCredit(read, onClose);
  const chosen = partsOf(read.lines, typed, (text) => typedAmount(text, i18n.locale));
  const lines = extent === "whole" ? [] : chosen;
  const nothing = extent === "parts" && (!chosen || chosen.length === 0);
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={({ reason = "", issue_date }, form) =>
        void write.run({
          reason,
          issue_date: issue_date || null,
          lines: lines ?? [],
          delivery: form.get("mail") ? "email" : "hand",
          draft_correction: corrects,
          correct_with_ready: form.get("ready") !== null,
        })
      }
    >
      <Choice
        label={t`How much`}
        name="extent"
        value={extent}
        options={[
          ["whole", t`All that is left`],
          ["parts", t`Lines or entries`],
        ]}
        onChange={setExtent}
      />
      {extent === "parts" && <CreditParts lines={read.lines} typed={typed} onChange={setTyped} />}
      <CreditPreview invoiceId={read.invoice_id} lines={nothing ? undefined : lines} />
      <TextArea label={t`Reason`} name="reason" rows={2} hint={t`It is printed on the credit note.`} />
      <IssueDateField />
      <Checkbox label={t`Mail it to the billing contact`} name="mail" defaultChecked={delivery !== "hand"} />
      <Checkbox
        label={t`Draft a correction`}
        name="correct"
        hint={t`A new draft with the time that is given back.`}
        checked={corrects}
        onChange={({ target }) => setCorrects(target.checked)}
      />
      {corrects && (
        <Checkbox label={t`With all else of the customer that is ready`} name="ready" defaultChecked />
      )}
      <SubmitOrCancel
        busy={write.running}
        off={nothing ? (chosen ? t`Choose what is credited.` : t`Less is left than is typed.`) : undefined}
        onCancel={onClose}
      >
        {t`Issue the credit note`}
      </SubmitOrCancel>
    </Form>
  );
}

interface Wanted {
  readonly reason: string;
  readonly issue_date: string | null;
  readonly lines: readonly LineCredit[];
  readonly delivery: "email" | "hand";
  readonly draft_correction: boolean;
  readonly correct_with_ready: boolean;
}

function useCredit(read: VersionedCreditable, onClose: () => void) {
  const { t } = useLingui();
  const navigate = useNavigate();
  return useWrite(
    (wanted: Wanted) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/credit", {
          params: { path: { invoice_id: read.invoice_id }, header: { "if-match": read.etag } },
          body: { ...wanted, lines: [...wanted.lines] },
        }),
      ),
    {
      refresh: ["invoicing", "notifier", "qbo-sync"],
      onDone: ({ number, correction_id }) => {
        toast(t`Credit note ${number} is issued.`);
        onClose();
        if (correction_id) navigate(paths.draft(correction_id));
      },
    },
  );
}
