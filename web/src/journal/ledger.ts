import type { Values } from "../ui/Form.tsx";

/** What has an account of the ledger; the first four must. */
export const ACCOUNTS = [
  "receivables",
  "revenue",
  "vat",
  "bank",
  "cash",
  "card",
  "quickbooks",
  "other",
  "customer_credit",
  "credit_applied",
  "write_offs",
] as const;

/** What the form holds, as the API takes it. */
export function accountsOf(values: Values): Record<(typeof ACCOUNTS)[number], string | null> {
  const pairs = ACCOUNTS.map((name) => [name, values[name]?.trim() || null] as const);
  return Object.fromEntries(pairs) as Record<(typeof ACCOUNTS)[number], string | null>;
}
