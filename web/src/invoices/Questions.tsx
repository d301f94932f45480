import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Card, Section } from "../ui/Page.tsx";
import { DisputeButton } from "./DisputeButton.tsx";
import styles from "./Invoices.module.css";
import type { Invoice, Question } from "./invoice.ts";

/** What the customer asked on their page. Nothing is shown while nobody asked. */
export function Questions({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const path = { invoice_id: invoice.id };
  const asked = useQuery(invoicing.query("/v1/invoices/{invoice_id}/questions", { params: { path } }));
  const questions = asked.data?.items ?? [];
  if (questions.length === 0) return null;
  const email = invoice.billing_contact?.email;
  return (
    <Section title={t`The customer's questions`}>
      <Card>
        {questions.map((question) => (
          <Asked key={question.id} invoice={invoice} question={question} />
        ))}
        {email && (
          <p className="small">
            <a href={`mailto:${email}?subject=${encodeURIComponent(invoice.number ?? "")}`}>
              <Trans>Answer {email}</Trans>
            </a>
          </p>
        )}
      </Card>
    </Section>
  );
}

function Asked({ invoice, question }: { readonly invoice: Invoice; readonly question: Question }) {
  const { moment } = useFormats();
  return (
    <div className={styles.question}>
      <p>{question.text}</p>
      <p className="small muted">
        {question.name} · {moment(question.asked_at, browserZone())}
      </p>
      <DisputeButton invoice={invoice} question={question} />
    </div>
  );
}
