import { decimalsOf, textOf, unitsOf } from "../i18n/decimals.ts";
import type { OpenInvoice } from "./payment.ts";

type Owed = Pick<OpenInvoice, "id" | "balance">;

/**
 * What of an amount settles which invoice, in the order given: each in full until nothing is left. A proposal for a form; the
 * service decides.
 */
export function oldestFirst(amount: string, invoices: readonly Owed[]): ReadonlyMap<string, string> {
  const decimals = Math.max(0, ...[amount, ...invoices.map(({ balance }) => balance.amount)].map(decimalsOf));
  const proposed = new Map<string, string>();
  let left = unitsOf(amount, decimals);
  if (left === null) return proposed;
  for (const { id, balance } of invoices) {
    const owed = unitsOf(balance.amount, decimals) ?? 0n;
    const settled = owed < left ? owed : left;
    if (settled <= 0n) continue;
    proposed.set(id, textOf(settled, decimals));
    left -= settled;
  }
  return proposed;
}
