import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { kindOf, type Problem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { bearer } from "./link.ts";
import styles from "./Portal.module.css";

interface Props {
  readonly token: string;
  readonly seller: string;
}

/** A question arrives at the seller's, beside the invoice. */
export function Question({ token, seller }: Props) {
  const { t } = useLingui();
  const [sent, setSent] = useState(false);
  return (
    <section className={styles.sheet} data-screen-only aria-label={t`Ask about the invoice`}>
      <h2>
        <Trans>Ask about the invoice</Trans>
      </h2>
      {sent ? (
        <Thanks seller={seller} again={() => setSent(false)} />
      ) : (
        <QuestionForm token={token} seller={seller} onSent={() => setSent(true)} />
      )}
    </section>
  );
}

function QuestionForm({ token, seller, onSent }: Props & { readonly onSent: () => void }) {
  const { t } = useLingui();
  const ask = useWrite(
    (body: { name: string; text: string }) =>
      data(invoicing.POST("/v1/customer-page/questions", { headers: bearer(token), body })),
    { refresh: [], onDone: onSent },
  );
  return (
    <Form
      onSubmit={({ name = "", text = "" }) => void ask.run({ name, text })}
      refusal={useQuestionRefusal(ask.problem)}
    >
      <p className="muted">
        <Trans>{seller} gets your question together with this invoice.</Trans>
      </p>
      <TextArea label={t`Your question`} name="text" rows={4} maxLength={4000} required />
      <TextField
        label={t`Your name`}
        name="name"
        optional={t`optional`}
        autoComplete="name"
        maxLength={200}
      />
      <div>
        <Button type="submit" look="primary" busy={ask.running}>
          <Trans>Send the question</Trans>
        </Button>
      </div>
    </Form>
  );
}

function useQuestionRefusal(problem: Problem | null) {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  if (!refusal || !problem || kindOf(problem) !== "too-many-questions") return refusal;
  return { ...refusal, message: t`Many questions about this invoice were asked today. Try again tomorrow.` };
}

function Thanks({ seller, again }: { readonly seller: string; readonly again: () => void }) {
  return (
    <Note
      tone="ok"
      alert
      action={
        <Button small onClick={again}>
          <Trans>Ask something else</Trans>
        </Button>
      }
    >
      <p>
        <Trans>Thank you. Your question is with {seller} now.</Trans>
      </p>
    </Note>
  );
}
