import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { qboSync } from "../api/qboSync.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { CopyAgain } from "./CopySection.tsx";
import type { CreditNote } from "./credit.ts";
import { CopyBadge } from "./StateBadges.tsx";

/** How the credit memo in QuickBooks is, and what of it settles nothing. Nothing where it never heard of the note. */
export function MemoSection({ note }: { readonly note: CreditNote }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const path = { invoice_id: note.invoice_id };
  const copy = useQuery(qboSync.query("/v1/invoices/{invoice_id}", { params: { path } })).data;
  const memo = copy?.credit_notes.find((one) => one.credit_note_id === note.id)?.quickbooks;
  if (!memo) return null;
  const facts: (readonly [string, ReactNode])[] = [[t`State`, <CopyBadge key="state" state={memo.state} />]];
  if (memo.doc_number) facts.push([t`Number there`, memo.doc_number]);
  if (memo.qbo_total) facts.push([t`Total there`, <Money key="total" value={memo.qbo_total} />]);
  if (memo.unapplied && /[1-9]/.test(memo.unapplied.amount))
    facts.push([t`Settles nothing yet`, <Money key="unapplied" value={memo.unapplied} />]);
  if (memo.copied_at) facts.push([t`Copied`, moment(memo.copied_at, browserZone())]);
  if (memo.reason)
    facts.push([
      t`Reason`,
      <span key="reason" lang="en">
        {memo.reason}
      </span>,
    ]);
  return (
    <Section title={t`QuickBooks`}>
      <Card>
        <Facts facts={facts} />
        {memo.state === "failed" && <CopyAgain invoiceId={note.invoice_id} />}
      </Card>
    </Section>
  );
}
