import type { OpenInvoice } from "./payment.ts";

type Owed = Pick<OpenInvoice, "id" | "balance">;

/**
 * What of an amount settles which invoice, in the order given: each in full until nothing is left. A proposal for a form; the
 * service decides. It counts whole units of the smallest decimal that occurs, so no fraction is ever rounded.
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

function decimalsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function unitsOf(text: string, decimals: number): bigint | null {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

function textOf(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, "0");
  return decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
}
