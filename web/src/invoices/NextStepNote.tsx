import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Note, type Tone } from "../ui/Note.tsx";
import { type Invoice, type NextStep, nextStep } from "./invoice.ts";

const TONES: Record<NextStep, Tone> = {
  "finish-draft": "info",
  "send-again": "danger",
  "ask-whether-it-came": "warn",
  "wait-for-delivery": "neutral",
  "resolve-dispute": "warn",
  collect: "danger",
  "wait-for-payment": "neutral",
  "settle-surplus": "warn",
  correct: "neutral",
  nothing: "ok",
};

/** What to do next with this invoice. */
export function NextStepNote({ invoice }: { readonly invoice: Invoice }) {
  const step = nextStep(invoice);
  return (
    <Note tone={TONES[step]} action={<Action step={step} invoice={invoice} />}>
      <Words step={step} invoice={invoice} />
    </Note>
  );
}

interface Props {
  readonly step: NextStep;
  readonly invoice: Invoice;
}

function Words({ step, invoice }: Props): ReactNode {
  const { money, day } = useFormats();
  const owed = money(invoice.balance);
  const due = invoice.due_date ? day(invoice.due_date) : "";
  switch (step) {
    case "finish-draft":
      return <Trans>This is a draft. It gets its number when it is issued.</Trans>;
    case "send-again":
      return <Trans>The invoice was not delivered. Send it again, or to somebody else.</Trans>;
    case "ask-whether-it-came":
      return <Trans>The mail may have arrived. Ask the customer before you send it again.</Trans>;
    case "wait-for-delivery":
      return (
        <Trans>
          The invoice is on its way to the customer. {owed} is due on {due}.
        </Trans>
      );
    case "resolve-dispute":
      return <Trans>The customer does not accept it. Find out why, and note what comes of it.</Trans>;
    case "collect":
      return (
        <Trans>
          {owed} was due on {due} and is not paid.
        </Trans>
      );
    case "wait-for-payment":
      return (
        <Trans>
          {owed} is due on {due}.
        </Trans>
      );
    case "settle-surplus":
      return <Trans>More was paid than was asked for. Take the surplus back from a payment below.</Trans>;
    case "correct":
      return <Trans>All of it was credited. The time that it billed can be billed again.</Trans>;
    case "nothing":
      return <Trans>The invoice is paid. Nothing more is to be done.</Trans>;
  }
}

function Action({ step, invoice }: Props) {
  const { t } = useLingui();
  if (step === "finish-draft")
    return <ButtonLink to={paths.draft(invoice.id)} look="primary">{t`Continue with the draft`}</ButtonLink>;
  if (step === "correct")
    return (
      <ButtonLink
        to={withQuery(paths.billing, { customer: invoice.organization_id })}
      >{t`See what can be billed`}</ButtonLink>
    );
  if (step === "nothing" || step === "settle-surplus" || step === "resolve-dispute") return null;
  const pay = withQuery(paths.newPayment, { customer: invoice.organization_id, invoice: invoice.id });
  return <ButtonLink to={pay} look="primary">{t`Record a payment`}</ButtonLink>;
}
