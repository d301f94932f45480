import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Badge, Note, type Tone } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";

type Fee = InvoicingSchemas["schemas"]["ReminderFeeResponse"];

/** What reminders of the invoice charged, each with its invoice; or which invoice was reminded, where this one charges that. */
export function ReminderFees({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const params = { path: { invoice_id: invoice.id } };
  const read = useQuery(invoicing.query("/v1/invoices/{invoice_id}/reminder-fees", { params })).data;
  if (!read || read.items.length === 0) return null;
  if (read.charged_for) {
    const { id, number } = read.charged_for;
    return (
      <Note tone="neutral">
        <Trans>
          It charges the fee for a reminder of invoice <Link to={paths.invoice(id)}>{number}</Link>, and is
          not reminded itself.
        </Trans>
      </Note>
    );
  }
  return (
    <Section title={t`Reminder fees`}>
      <Card>
        {read.items.map((fee) => (
          <Charged key={fee.reminder_id} fee={fee} />
        ))}
      </Card>
    </Section>
  );
}

function Charged({ fee }: { readonly fee: Fee }) {
  const { day, money } = useFormats();
  const when = day(fee.charged_on);
  return (
    <div className={styles.attempt}>
      <p className="row">
        <State fee={fee} />
        <span>
          <Trans>
            {money(fee.fee)} for the reminder of {when}
          </Trans>
        </span>
        <Its fee={fee} />
      </p>
      {fee.failure && fee.state !== "issued" && <Why failure={fee.failure} />}
      {(fee.state === "failed" || fee.state === "dropped") && <DraftAgain fee={fee} />}
    </div>
  );
}

function State({ fee }: { readonly fee: Fee }) {
  const { t } = useLingui();
  const words: Record<Fee["state"], readonly [Tone, string]> = {
    waiting: ["neutral", t`On its way`],
    failed: ["danger", t`Not invoiced`],
    draft: ["warn", t`Draft`],
    issued: ["neutral", t`Open`],
    dropped: ["neutral", t`Draft deleted`],
  };
  const settled = fee.balance && !/[1-9]/.test(fee.balance.amount);
  const [tone, word] = settled ? (["ok", t`Settled`] as const) : words[fee.state];
  return <Badge tone={tone}>{word}</Badge>;
}

/** The invoice that charges it, or the draft. */
function Its({ fee: { state, fee_invoice_id, number } }: { readonly fee: Fee }) {
  const { t } = useLingui();
  if (!fee_invoice_id || state === "dropped") return null;
  return state === "issued" ? (
    <Link to={paths.invoice(fee_invoice_id)}>{t`Invoice ${number ?? ""}`}</Link>
  ) : (
    <Link to={paths.draft(fee_invoice_id)}>{t`See the draft`}</Link>
  );
}

function Why({ failure }: { readonly failure: NonNullable<Fee["failure"]> }) {
  const type = `urn:honorar:problem:${failure.type}`;
  const refusal = useRefusal({ type, title: failure.title, status: 409, errors: failure.fields });
  const reasons = failure.fields.map(({ reason }) => reason);
  return <p className="small">{[refusal?.message ?? failure.title, ...reasons].join(" ")}</p>;
}

function DraftAgain({ fee }: { readonly fee: Fee }) {
  const { t } = useLingui();
  const may = useMay();
  const params = { path: { reminder_id: fee.reminder_id } };
  const draft = useWrite(() => data(invoicing.POST("/v1/reminder-fees/{reminder_id}/draft", { params })), {
    refresh: ["invoicing"],
  });
  return (
    <>
      <ProblemNote problem={draft.problem} />
      <div>
        <Button
          small
          busy={draft.running}
          off={may.not("change-invoices")}
          onClick={() => void draft.run(undefined)}
        >
          {t`Draft it again`}
        </Button>
      </div>
    </>
  );
}
