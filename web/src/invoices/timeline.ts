import type { CreditNoteSummary } from "./credit.ts";
import type { Invoice, Payment, Question } from "./invoice.ts";
import type { Message } from "./message.ts";

export type Happening =
  | { readonly kind: "issued"; readonly at: string }
  | {
      readonly kind: "delivery";
      readonly at: string;
      readonly state: string;
      readonly to: string;
      readonly reason: string | null;
    }
  | { readonly kind: "copied"; readonly at: string; readonly state: string }
  | {
      readonly kind: "paid" | "reversed" | "taken-back";
      readonly at: string;
      readonly by: string;
      readonly payment: Payment;
      readonly why: string | null;
    }
  | { readonly kind: "credited"; readonly at: string; readonly note: CreditNoteSummary }
  | { readonly kind: "asked"; readonly at: string; readonly name: string };

interface Known {
  readonly invoice: Invoice;
  readonly message: Message | null;
  readonly payments: readonly Payment[];
  readonly questions: readonly Question[];
  readonly notes: readonly CreditNoteSummary[];
}

/** What happened to an invoice by what each service knows of it, newest first. */
export function timeline({ invoice, message, payments, questions, notes }: Known): Happening[] {
  const happened: Happening[] = [
    { kind: "issued", at: invoice.created_at },
    ...deliveries(message),
    ...payments.flatMap((payment) => ofPayment(payment, invoice.id)),
    ...notes.map((note) => ({ kind: "credited" as const, at: note.issued_at, note })),
    ...questions.map(({ asked_at: at, name }) => ({ kind: "asked" as const, at, name })),
  ];
  const { at, state } = invoice.quickbooks;
  if (at) happened.push({ kind: "copied", at, state });
  return happened.sort((one, other) => other.at.localeCompare(one.at));
}

function deliveries(message: Message | null): Happening[] {
  return (message?.deliveries ?? []).map(({ state, recipient, reason, requested_at, ended_at }) => ({
    kind: "delivery",
    at: ended_at ?? requested_at,
    state,
    to: recipient?.email ?? "",
    reason,
  }));
}

function ofPayment(payment: Payment, invoiceId: string): Happening[] {
  const kind = payment.reverses ? "reversed" : "paid";
  const back = payment.taken_back.filter((one) => one.invoice_id === invoiceId);
  return [
    { kind, at: payment.recorded_at, by: payment.recorded_by, payment, why: payment.reason },
    ...back.map(({ at, by, reason: why }) => ({ kind: "taken-back" as const, at, by, payment, why })),
  ];
}
