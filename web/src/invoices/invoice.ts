import type { InvoicingSchemas } from "../api/invoicing.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Summary = Schemas["SummaryResponse"];
export type Invoice = Schemas["InvoiceResponse"];
export type Line = Schemas["LineResponse"];
export type Payment = Schemas["PaymentResponse"];
export type Question = Schemas["QuestionResponse"];
export type Dispute = Schemas["DisputeResponse"];
export type Happening = Schemas["HappeningResponse"];

/** Where an invoice stands, in the one word that a bookkeeper looks for first. */
export type Standing = "draft" | "credited" | "overdue" | "partial" | "open" | "paid" | "overpaid";

export function standing(invoice: Pick<Summary, "state" | "payment" | "overdue" | "credit">): Standing {
  if (invoice.state === "draft") return "draft";
  if (invoice.credit === "full") return "credited";
  if (invoice.overdue) return "overdue";
  return invoice.payment === "unpaid" ? "open" : invoice.payment;
}

/** What waits for somebody: the first of these that holds. */
export type NextStep =
  | "finish-draft"
  | "send-again"
  | "ask-whether-it-came"
  | "wait-for-delivery"
  | "resolve-dispute"
  | "collect"
  | "wait-for-payment"
  | "settle-surplus"
  | "correct"
  | "nothing";

export function nextStep(
  invoice: Pick<Summary, "state" | "payment" | "overdue" | "credit" | "disputed"> & {
    readonly delivery: { readonly state: string };
  },
): NextStep {
  if (invoice.state === "draft") return "finish-draft";
  if (invoice.credit === "full") return "correct";
  if (invoice.disputed) return "resolve-dispute";
  if (invoice.payment === "paid") return "nothing";
  if (invoice.payment === "overpaid") return "settle-surplus";
  if (invoice.delivery.state === "failed") return "send-again";
  if (invoice.delivery.state === "unknown") return "ask-whether-it-came";
  if (invoice.overdue) return "collect";
  return invoice.delivery.state === "queued" ? "wait-for-delivery" : "wait-for-payment";
}
