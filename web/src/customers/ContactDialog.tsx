import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Contact } from "./Contacts.tsx";

interface Props {
  readonly customerId: string;
  /** Null: somebody new. */
  readonly contact: Contact | null;
  /** The first person is the one who gets the invoices, unless said otherwise. */
  readonly first: boolean;
  readonly onClose: () => void;
}

export function ContactDialog({ customerId, contact, first, onClose }: Props) {
  const { t } = useLingui();
  const save = useWrite((values: Values) => write(customerId, contact, values), {
    refresh: ["timer", "invoicing"],
    onDone: onClose,
  });
  const title = contact ? t`Edit contact` : t`New contact`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        <TextField label={t`Name`} name="name" defaultValue={contact?.name} autoComplete="off" />
        <TextField
          label={t`E-mail address`}
          name="email"
          type="email"
          inputMode="email"
          defaultValue={contact?.email ?? ""}
          autoComplete="off"
        />
        <TextField
          label={t`Telephone`}
          name="phone"
          type="tel"
          optional={t`optional`}
          defaultValue={contact?.phone}
          autoComplete="off"
        />
        <Checkbox
          label={t`Gets the invoices`}
          name="billing"
          defaultChecked={contact?.billing ?? first}
          hint={t`Instead of whoever got them before.`}
        />
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function write(customerId: string, contact: Contact | null, values: Values): Promise<Contact> {
  const { name = "", email = "", phone = "", billing } = values;
  const body = {
    name: name.trim(),
    email: email.trim() || null,
    phone: phone.trim(),
    billing: billing === "on",
  };
  const path = { organization_id: customerId };
  if (!contact)
    return data(timer.POST("/v1/organizations/{organization_id}/contacts", { params: { path }, body }));
  const params = { path: { ...path, contact_id: contact.id }, header: ifMatch(contact) };
  return data(timer.PATCH("/v1/organizations/{organization_id}/contacts/{contact_id}", { params, body }));
}
