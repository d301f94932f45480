interface Row {
  readonly kind: string;
}

const CHARGES_NOTHING = ["discount", "text"];

/** The place, from 1, of the line above this one that charges something; null where there is none. */
export function lineAbove(rows: readonly Row[], at: number): number | null {
  const above = rows.slice(0, at).findLastIndex(({ kind }) => !CHARGES_NOTHING.includes(kind));
  return above < 0 ? null : above + 1;
}
