/** An amount with at least as many decimals as its currency has: people type `9000`, and it is kept as they typed it. */
export function padded(amount: string, currency: string): string {
  const [whole = "", decimals = ""] = amount.split(".");
  const wanted = decimals.padEnd(decimalsOf(currency), "0");
  return wanted ? `${whole}.${wanted}` : whole;
}

function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}
