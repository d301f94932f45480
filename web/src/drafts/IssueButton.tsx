import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRefusal } from "../api/useRefusal.ts";
import { AttachReceipts } from "../expenses/AttachReceipts.tsx";
import { useFormats } from "../i18n/format.ts";
import { IssueDateField } from "../issuing/IssueDateField.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { toast } from "../ui/toasts.ts";
import { type Draft, type IssueOptions, useIssue } from "./useDraft.ts";

/** Asks how and when, then gives the draft its number. */
export function IssueButton({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const may = useMay();
  const lacks = draft.missing.length ? t`Something that the law demands is missing` : undefined;
  const off = may.not("change-invoices") ?? lacks;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)} off={off}>
        {t`Issue…`}
      </Button>
      <Dialog title={t`Issue the invoice`} open={open} onClose={() => setOpen(false)}>
        <IssueForm draft={draft} />
      </Dialog>
    </>
  );
}

type Delivery = NonNullable<IssueOptions["delivery"]>;

function IssueForm({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const navigate = useNavigate();
  const issue = useIssue(draft, ({ id, number }) => {
    toast(t`Invoice ${number ?? ""} is issued.`);
    void navigate(paths.invoice(id));
  });
  const [delivery, setDelivery] = useState<Delivery>("email");
  const options = [
    ["email", t`By e-mail`],
    ["qbo", t`By QuickBooks`],
    ["hand", t`By hand`],
  ] as const;
  const submit = (values: Values) => void issue.run(issueOf(draft, delivery, values));
  return (
    <Form onSubmit={submit} refusal={useRefusal(issue.problem)}>
      <p>
        <Trans>
          {draft.organization_name} is charged <Money value={draft.total} strong />. The invoice gets its
          number and never changes afterwards.
        </Trans>
      </p>
      <div>
        <Choice
          label={t`How it is sent`}
          name="delivery"
          value={delivery}
          options={options}
          onChange={setDelivery}
        />
      </div>
      <Recipient draft={draft} delivery={delivery} />
      {delivery !== "hand" && <AttachReceipts lines={draft.lines} />}
      <FormRow>
        <IssueDateField />
        <TextField
          label={t`Due`}
          name="due_date"
          type="date"
          optional={
            draft.due_if_issued_today
              ? t`${day(draft.due_if_issued_today)}, unless given`
              : t`by its terms, unless given`
          }
        />
      </FormRow>
      <FormActions>
        <Button type="submit" look="primary" busy={issue.running}>
          {delivery === "email" ? t`Issue and send` : t`Issue`}
        </Button>
      </FormActions>
    </Form>
  );
}

function Recipient({ draft, delivery }: { readonly draft: Draft; readonly delivery: Delivery }) {
  if (delivery === "hand")
    return (
      <p className="muted">
        <Trans>Nothing is sent. You find the PDF on the invoice.</Trans>
      </p>
    );
  const contact = draft.billing_contact;
  if (contact)
    return (
      <p>
        <Trans>
          To {contact.name}, <strong>{contact.email}</strong>
        </Trans>
      </p>
    );
  return (
    <Note tone="warn">
      <Trans>
        The customer has no billing contact: the invoice is issued, and its delivery fails until there is one.
      </Trans>
    </Note>
  );
}

function issueOf(
  draft: Draft,
  delivery: Delivery,
  { issue_date, due_date, attach_receipts }: Values,
): IssueOptions {
  return {
    delivery,
    attach_receipts: attach_receipts !== undefined,
    ...(issue_date ? { issue_date } : {}),
    ...(due_date ? { due_date } : {}),
    ...(draft.customer_version ? { customer_version: draft.customer_version } : {}),
  };
}
