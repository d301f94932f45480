export interface Place {
  readonly row: number;
  readonly column: number;
}

type Steps = Readonly<Record<string, readonly [rows: number, columns: number]>>;
const STEPS: Steps = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Enter: [1, 0],
};

/** The cell where a key leads; null when it leads nowhere, or belongs to the text in the cell. */
export function nextPlace(
  key: string,
  { row, column }: Place,
  rows: number,
  columns: number,
  caret: "start" | "end" | "inside" | "all",
): Place | null {
  const step = STEPS[key];
  if (!step) return null;
  if (key === "ArrowLeft" && (caret === "inside" || caret === "end")) return null;
  if (key === "ArrowRight" && (caret === "inside" || caret === "start")) return null;
  const next = { row: row + step[0], column: column + step[1] };
  const inside = next.row >= 0 && next.row < rows && next.column >= 0 && next.column < columns;
  return inside ? next : null;
}

/** Where the caret of a text field stands; in an empty field it stands at both ends, as with all of it selected. */
export function caretOf({
  selectionStart,
  selectionEnd,
  value,
}: HTMLInputElement): "start" | "end" | "inside" | "all" {
  if (value === "" || (selectionStart === 0 && selectionEnd === value.length)) return "all";
  if (selectionStart !== selectionEnd) return "inside";
  if (selectionStart === 0) return "start";
  return selectionStart === value.length ? "end" : "inside";
}
