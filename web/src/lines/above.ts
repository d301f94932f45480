import type { Values } from "../ui/Form.tsx";

interface Row {
  readonly kind: string;
}

/** What a form says of a discount that is taken off the line above. */
export const ABOVE = "above";

const CHARGES_NOTHING = ["discount", "text"];

/** The place, from 1, of the line above this one that charges something; null where there is none. */
export function lineAbove(rows: readonly Row[], at: number): number | null {
  const above = rows.slice(0, at).findLastIndex(({ kind }) => !CHARGES_NOTHING.includes(kind));
  return above < 0 ? null : above + 1;
}

/** The line that a discount of the form is taken off, where that is not everything. */
export function ofLine(values: Values, rows: readonly Row[], at: number): { of_line?: number | null } {
  if (rows[at]?.kind !== "discount" || values[`lines.${at}.of_line`] !== ABOVE) return {};
  return { of_line: lineAbove(rows, at) };
}
