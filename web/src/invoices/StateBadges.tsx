import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { Badge, type Tone } from "../ui/Note.tsx";
import { type Standing, type Summary, standing } from "./invoice.ts";

type Words = readonly [Tone, MessageDescriptor];

const STANDINGS: Record<Standing, Words> = {
  draft: ["neutral", msg`Draft`],
  credited: ["neutral", msg`Credited`],
  overdue: ["danger", msg`Overdue`],
  partial: ["warn", msg`Partly paid`],
  open: ["info", msg`Not paid`],
  paid: ["ok", msg`Paid`],
  overpaid: ["warn", msg`Overpaid`],
};
const DISPUTED: Words = ["warn", msg`Disputed`];
const DELIVERIES: Record<string, Words> = {
  "not-sent": ["neutral", msg`Not sent`],
  queued: ["info", msg`On its way`],
  sent: ["ok", msg`Sent`],
  failed: ["danger", msg`Not delivered`],
  unknown: ["warn", msg`May have arrived`],
};
const COPIES: Record<string, Words> = {
  "not-copied": ["neutral", msg`Not copied`],
  waiting_for_connection: ["neutral", msg`Waits for the connection`],
  queued: ["info", msg`On its way`],
  creating: ["info", msg`On its way`],
  applying: ["info", msg`On its way`],
  waiting_for_invoice: ["neutral", msg`Waits for the invoice`],
  not_needed: ["neutral", msg`Not needed`],
  copied: ["ok", msg`Copied`],
  variance: ["warn", msg`Differs`],
  failed: ["danger", msg`Not copied: failed`],
};

/** Paid, overdue …: where the invoice stands. */
export function StandingBadge({
  invoice,
}: {
  readonly invoice: Pick<Summary, "state" | "payment" | "overdue" | "credit">;
}) {
  return <Said words={STANDINGS[standing(invoice)]} />;
}

/** The customer does not accept something of it. */
export function DisputedBadge() {
  return <Said words={DISPUTED} />;
}

/** Where the mail is. */
export function DeliveryBadge({ state }: { readonly state: string }) {
  return <Said words={DELIVERIES[state]} />;
}

/** Where the mail is, unless it went well or is not to be sent. */
export function UndeliveredBadge({ state }: { readonly state: string }) {
  return state === "sent" || state === "not-sent" ? null : <DeliveryBadge state={state} />;
}

/** How the copy in QuickBooks is. */
export function CopyBadge({ state }: { readonly state: string }) {
  return <Said words={COPIES[state]} />;
}

function Said({ words }: { readonly words: Words | undefined }) {
  const { _ } = useLingui();
  if (!words) return null;
  return <Badge tone={words[0]}>{_(words[1])}</Badge>;
}
