import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { toast } from "../ui/toasts.ts";
import type { Invoice } from "./invoice.ts";

type Wanted = InvoicingSchemas["schemas"]["SendInvoiceRequest"];
type Channel = Wanted["channel"];

interface Props {
  readonly invoice: Invoice;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Sends the invoice now: by which way, to whom, and with which words. */
export function SendDialog({ invoice, open, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Send invoice ${invoice.number ?? ""}`} open={open} onClose={onClose}>
      <SendForm invoice={invoice} onClose={onClose} />
    </Dialog>
  );
}

function SendForm({ invoice, onClose }: Omit<Props, "open">) {
  const { t } = useLingui();
  const contact = invoice.billing_contact;
  const [channel, setChannel] = useState<Channel>("email");
  const [to, setTo] = useState<"contact" | "other">(contact ? "contact" : "other");
  const send = useSend(invoice.id, onClose);
  return (
    <Form
      refusal={useRefusal(send.problem)}
      onSubmit={(values, form) =>
        void send.run(wanted(channel, to, values, form.get("although_credited") !== null))
      }
    >
      <MayHaveArrived state={invoice.delivery.state} />
      <Choice
        label={t`How it is sent`}
        name="channel"
        value={channel}
        options={[
          ["email", t`By e-mail`],
          ["qbo", t`By QuickBooks`],
          ["hand", t`By hand`],
        ]}
        onChange={setChannel}
      />
      {channel === "hand" ? (
        <TextField label={t`Handed over on`} name="sent_on" type="date" optional={t`today, unless given`} />
      ) : (
        <To contact={contact} to={to} onChange={setTo} />
      )}
      {channel === "email" && (
        <TextArea label={t`Message`} name="message" hint={t`It stands above the amounts in the mail.`} />
      )}
      {channel === "qbo" && (
        <p className="small muted">
          <Trans>QuickBooks mails its copy, with its own words and its link to pay.</Trans>
        </p>
      )}
      {invoice.credit === "full" && (
        <Checkbox label={t`Send it although all of it was credited`} name="although_credited" />
      )}
      <SubmitOrCancel busy={send.running} onCancel={onClose}>
        {channel === "hand" ? t`Note it as sent` : t`Send`}
      </SubmitOrCancel>
    </Form>
  );
}

function MayHaveArrived({ state }: { readonly state: string }) {
  if (state !== "unknown") return null;
  return (
    <Note tone="warn">
      <Trans>The last mail may have arrived. Ask the customer first, so that they do not get it twice.</Trans>
    </Note>
  );
}

interface ToProps {
  readonly contact: Invoice["billing_contact"];
  readonly to: "contact" | "other";
  readonly onChange: (to: "contact" | "other") => void;
}

function To({ contact, to, onChange }: ToProps) {
  const { t } = useLingui();
  return (
    <>
      {contact && (
        <Choice
          label={t`To whom`}
          name="to"
          value={to}
          options={[
            ["contact", contact.email],
            ["other", t`Somebody else`],
          ]}
          onChange={onChange}
        />
      )}
      {to === "other" && (
        <FormRow>
          <TextField label={t`Name`} name="to.name" autoComplete="off" />
          <TextField label={t`E-mail`} name="to.email" type="email" autoComplete="off" />
        </FormRow>
      )}
    </>
  );
}

function wanted(channel: Channel, to: string, values: Values, although_credited: boolean): Wanted {
  const { "to.name": name = "", "to.email": email = "", message = "", sent_on } = values;
  return {
    channel,
    although_credited,
    message: channel === "email" ? message : "",
    to: channel !== "hand" && to === "other" ? { name, email } : null,
    sent_on: channel === "hand" && sent_on ? sent_on : null,
  };
}

function useSend(invoiceId: string, onClose: () => void) {
  const { t } = useLingui();
  return useWrite(
    (body: Wanted) =>
      data(
        invoicing.POST("/v1/invoices/{invoice_id}/send", {
          params: { path: { invoice_id: invoiceId } },
          body,
        }),
      ),
    {
      refresh: ["invoicing", "notifier", "qbo-sync"],
      onDone: ({ state }) => {
        toast(state === "queued" ? t`The invoice is on its way.` : t`It is noted as sent.`);
        onClose();
      },
    },
  );
}
