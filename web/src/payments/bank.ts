import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import type { Tone } from "../ui/Note.tsx";

type Schemas = InvoicingSchemas["schemas"];
export type Transaction = Schemas["BankTransactionResponse"];
export type Proposal = Transaction["proposals"][number];
export type TakeRequest = Schemas["TakeRequest"];
export type FilePreview = Schemas["BankFilePreviewResponse"];
export type State = Transaction["state"];

export const STATES: Readonly<Record<State, MessageDescriptor>> = {
  open: msg`Waiting`,
  taken: msg`Taken`,
  "set-aside": msg`Set aside`,
};

export const CERTAINTIES: Readonly<Record<Proposal["certainty"], MessageDescriptor>> = {
  certain: msg`Certain`,
  likely: msg`Likely`,
  possible: msg`Possible`,
};

export const TONES: Readonly<Record<Proposal["certainty"], Tone>> = {
  certain: "ok",
  likely: "info",
  possible: "neutral",
};

export const REASONS: Readonly<Record<Proposal["reasons"][number], MessageDescriptor>> = {
  number: msg`the number is named`,
  reference: msg`the reference is named`,
  amount: msg`the amount agrees`,
  sum: msg`the oldest invoices make the sum`,
  part: msg`a part of what is owed`,
  more: msg`more than is owed`,
  name: msg`the name agrees`,
  account: msg`paid from this account before`,
  refund: msg`a refund of this amount`,
  credit: msg`the customer has credit`,
};

/** Whether money went out. */
export function wentOut({ amount }: Transaction): boolean {
  return amount.amount.startsWith("-");
}

/** What takes a transaction as a proposal says. */
export function takingOf({ organization_id, allocations, refund_id }: Proposal): TakeRequest {
  return {
    organization_id,
    refund_id,
    allocations: allocations.map(({ invoice_id, amount }) => ({ invoice_id, amount: amount.amount })),
  };
}
