import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { notifier } from "../api/notifier.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { toast } from "../ui/toasts.ts";
import type { VersionedMessage } from "./message.ts";

interface Props {
  readonly message: VersionedMessage;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Recipient = { readonly name: string; readonly email: string } | null;

/** Sends the mail once more: to the same person, or to another. */
export function ResendDialog({ message, open, onClose }: Props) {
  const { t } = useLingui();
  const [to, setTo] = useState<"same" | "other">(message.recipient ? "same" : "other");
  const resend = useResend(message, () => {
    toast(t`The mail is on its way.`);
    onClose();
  });
  return (
    <Dialog title={t`Send again`} open={open} onClose={onClose}>
      <Form
        refusal={useRefusal(resend.problem)}
        onSubmit={({ "recipient.name": name = "", "recipient.email": email = "" }) =>
          void resend.run(to === "other" ? { name, email } : null)
        }
      >
        {message.state === "unknown" && (
          <Note tone="warn">
            <Trans>
              The last mail may have arrived. Ask the customer first, so that they do not get it twice.
            </Trans>
          </Note>
        )}
        {message.recipient && (
          <Choice
            label={t`To whom`}
            name="to"
            value={to}
            options={[
              ["same", message.recipient.email],
              ["other", t`Somebody else`],
            ]}
            onChange={setTo}
          />
        )}
        {to === "other" && (
          <FormRow>
            <TextField label={t`Name`} name="recipient.name" autoComplete="off" />
            <TextField label={t`E-mail`} name="recipient.email" type="email" autoComplete="off" />
          </FormRow>
        )}
        <SubmitOrCancel busy={resend.running} onCancel={onClose}>{t`Send`}</SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function useResend({ id, etag }: VersionedMessage, onDone: () => void) {
  return useWrite(
    (recipient: Recipient) =>
      data(
        notifier.POST("/v1/messages/{message_id}/resend", {
          params: { path: { message_id: id }, header: { "if-match": etag } },
          body: { recipient },
        }),
      ),
    { refresh: ["notifier", "invoicing"], onDone },
  );
}
