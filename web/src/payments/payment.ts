import type { InvoicingSchemas } from "../api/invoicing.ts";
import type { Problem } from "../api/problem.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Payment = Schemas["PaymentResponse"];
export type OpenInvoice = Schemas["SummaryResponse"];
export type Allocation = Schemas["AllocationRequest"];

/** Whether something of the payment is left to settle invoices with. */
export function hasCredit({ credit, reverses, reversed_by }: Payment): boolean {
  return !reverses && !reversed_by && /[1-9]/.test(credit.amount);
}

/** The allocations of a form whose fields are named `allocations.<invoice id>`: those that were filled in. */
export function allocationsOf(values: Readonly<Record<string, string>>): Allocation[] {
  return Object.entries(values)
    .filter(([name, amount]) => name.startsWith(FIELD) && !name.endsWith("-typed") && amount.trim())
    .map(([name, amount]) => ({ invoice_id: name.slice(FIELD.length), amount }));
}

const FIELD = "allocations.";
export const allocationField = (invoiceId: string) => `${FIELD}${invoiceId}`;

/** A refusal whose fields count the allocations that were sent, with the fields of the form instead. */
export function namedByInvoice(problem: Problem | null, sent: readonly Allocation[]): Problem | null {
  if (!problem?.errors) return problem;
  const named = (field: string) =>
    field.replace(/^allocations\.(\d+)/, (all, index) => {
      const allocation = sent[Number(index)];
      return allocation ? allocationField(allocation.invoice_id) : all;
    });
  return { ...problem, errors: problem.errors.map(({ field, reason }) => ({ field: named(field), reason })) };
}
