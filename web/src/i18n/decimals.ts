/** Decimal numbers as text, counted in whole units of their smallest decimal, so that no fraction is ever rounded. */

/** How many decimals a number has. */
export function decimalsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** A number in units of so many decimals; null: it is none, or negative. */
export function unitsOf(text: string, decimals: number): bigint | null {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** Units of so many decimals as a number. */
export function textOf(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, "0");
  return decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
}

/** Whether a number is above zero, and not above another. */
export function isWithin(number: string, most: string): boolean {
  const decimals = Math.max(decimalsOf(number), decimalsOf(most));
  const units = unitsOf(number, decimals);
  const limit = unitsOf(most, decimals);
  return units !== null && limit !== null && units > 0n && units <= limit;
}
