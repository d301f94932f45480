import type { InvoicingSchemas } from "../api/invoicing.ts";
import type { Problem } from "../api/problem.ts";
import { decimalsOf, textOf, unitsOf } from "../i18n/decimals.ts";

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

/** What a form whose fields are named `write_off.<invoice id>` writes off: of each that is ticked, what is owed beyond what settles it. */
export function writtenOff(values: Readonly<Record<string, string>>): WrittenOff {
  const settled = new Map(allocationsOf(values).map((one) => [one.invoice_id, one.amount]));
  const write_offs = Object.entries(values)
    .filter(([name]) => name.startsWith(WRITE_OFF))
    .map(([name, owed]) => {
      const invoice_id = name.slice(WRITE_OFF.length);
      return { invoice_id, amount: rest(owed, settled.get(invoice_id) ?? "0") };
    })
    .filter(({ amount }) => /[1-9]/.test(amount));
  return { write_offs, write_off_reason: write_offs.length ? (values.write_off_reason ?? "") : "" };
}

/** What is left of an amount; nothing where it cannot be told, or is exceeded. */
function rest(owed: string, settled: string): string {
  const decimals = Math.max(decimalsOf(owed), decimalsOf(settled));
  const whole = unitsOf(owed, decimals);
  const part = unitsOf(settled, decimals);
  return whole !== null && part !== null && whole > part ? textOf(whole - part, decimals) : "0";
}

type WrittenOff = Pick<Schemas["PaymentRequest"], "write_offs" | "write_off_reason">;
const WRITE_OFF = "write_off.";
export const writeOffField = (invoiceId: string) => `${WRITE_OFF}${invoiceId}`;

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
