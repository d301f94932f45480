/** The first two numbers that a format makes in a year: `2026-0001`. Null for a format that the API will refuse. */
export function numberExamples(format: string, year: number): readonly [string, string] | null {
  const places = format.match(/\{seq(?::0[1-9])?\}/g) ?? [];
  const rest = format.replace(/\{(year|yy|month|customer|seq(:0[1-9])?)\}/g, "");
  if (places.length !== 1 || !/^[A-Za-z0-9 ./_-]*$/.test(rest)) return null;
  const number = (sequence: number) =>
    format
      .replace("{year}", String(year))
      .replace("{yy}", String(year % 100).padStart(2, "0"))
      .replace("{month}", "01")
      .replace("{customer}", "ACME")
      .replace(/\{seq(?::0([1-9]))?\}/, (_, width) => String(sequence).padStart(Number(width ?? 1), "0"));
  return [number(1), number(2)];
}
