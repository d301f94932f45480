import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
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
import { type FieldError, missingOf } from "./missing.ts";
import { type Draft, type Invoice, type IssueOptions, useIssue } from "./useDraft.ts";

interface Props {
  readonly draft: Draft;
  readonly onMissing: (missing: readonly FieldError[]) => void;
}

/** Asks how and when, then gives the draft its number. What the law still misses is shown on the page. */
export function IssueButton({ draft, onMissing }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const off = useMay().not("change-invoices");
  const navigate = useNavigate();
  const issued = ({ id, number }: Invoice) => {
    toast(t`Invoice ${number ?? ""} is issued.`);
    void navigate(paths.invoice(id));
  };
  const issue = useIssue(draft, issued, (refused) => {
    const missing = missingOf(refused);
    onMissing(missing);
    setProblem(missing.length ? null : refused);
    if (missing.length) setOpen(false);
  });
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)} off={off}>
        {t`Issue…`}
      </Button>
      <Dialog title={t`Issue the invoice`} open={open} onClose={() => setOpen(false)}>
        <IssueForm
          draft={draft}
          problem={problem}
          busy={issue.running}
          onIssue={(how) => void issue.run(how)}
        />
      </Dialog>
    </>
  );
}

interface FormProps {
  readonly draft: Draft;
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly onIssue: (how: IssueOptions) => void;
}

type Delivery = NonNullable<IssueOptions["delivery"]>;

function IssueForm({ draft, problem, busy, onIssue }: FormProps) {
  const { t } = useLingui();
  const [delivery, setDelivery] = useState<Delivery>("email");
  const options = [
    ["email", t`By e-mail`],
    ["hand", t`By hand`],
  ] as const;
  const submit = (values: Values) => onIssue(issueOf(draft, delivery, values));
  return (
    <Form onSubmit={submit} refusal={useRefusal(problem)}>
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
      <FormRow>
        <TextField label={t`Date`} name="issue_date" type="date" optional={t`today, unless given`} />
        <TextField label={t`Due`} name="due_date" type="date" optional={t`by your terms, unless given`} />
      </FormRow>
      <FormActions>
        <Button type="submit" look="primary" busy={busy}>
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

function issueOf(draft: Draft, delivery: Delivery, { issue_date, due_date }: Values): IssueOptions {
  return {
    delivery,
    ...(issue_date ? { issue_date } : {}),
    ...(due_date ? { due_date } : {}),
    ...(draft.customer_version ? { customer_version: draft.customer_version } : {}),
  };
}
