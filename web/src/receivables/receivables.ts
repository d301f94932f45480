import type { InvoicingSchemas } from "../api/invoicing.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Receivables = Schemas["ReceivablesResponse"];
export type Row = Receivables["items"][number];
export type Invoice = Schemas["SummaryResponse"];
export type Payment = Schemas["PaymentResponse"];
export type CreditNote = Schemas["CreditNoteSummaryResponse"];

/** The report's rows by currency: amounts of several currencies never share a scale. */
export function byCurrency(rows: readonly Row[]): [currency: string, rows: Row[]][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.currency, [...(found.get(row.currency) ?? []), row]);
  return [...found].sort(([one], [other]) => one.localeCompare(other));
}

export interface Entry {
  readonly key: string;
  readonly day: string;
  readonly invoice?: Invoice;
  readonly payment?: Payment;
  readonly note?: CreditNote;
}

/** A customer's invoices, credit notes and payments in the order of their days; on one day they come in this order. */
export function statement(
  invoices: readonly Invoice[],
  notes: readonly CreditNote[],
  payments: readonly Payment[],
): Entry[] {
  return [
    ...invoices.map((invoice) => ({ key: invoice.id, day: invoice.issue_date ?? "", invoice })),
    ...notes.map((note) => ({ key: note.id, day: note.issue_date, note })),
    ...payments.map((payment) => ({ key: payment.id, day: payment.received_on, payment })),
  ].sort((one, other) => one.day.localeCompare(other.day));
}
