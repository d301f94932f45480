import type { TimerSchemas } from "../api/timer.ts";

export type Report = TimerSchemas["schemas"]["ImportReport"];

/** What becomes of a row: made into an entry, here already, or refused. */
export type Outcome = "create" | "unchanged" | "conflict" | "skipped" | "error";

export interface Row {
  readonly line: number;
  readonly outcome: Outcome;
  /** The cell's column, where one cell is to blame. */
  readonly column: string;
  readonly value: string;
  /** The API's name of the reason: `overlaps_existing`; empty for a row that cannot be read. */
  readonly kind: string;
  /** The same in the API's words. */
  readonly detail: string;
}

/** Every row of the file with what becomes of it, in the order of the file. */
export function rowsOf(report: Report): Row[] {
  const { rows, errors, conflicts, skipped_by_reason } = report;
  const plain = (outcome: Outcome, lines: readonly number[], kind = ""): Row[] =>
    lines.map((line) => ({ line, outcome, column: "", value: "", kind, detail: "" }));
  const found: Row[] = [
    ...plain("create", rows.create.lines),
    ...plain("unchanged", rows.unchanged.lines),
    ...Object.entries(skipped_by_reason).flatMap(([kind, { lines }]) => plain("skipped", lines, kind)),
    ...conflicts.map(({ line, kind, detail }) => ({
      ...{ line, kind, detail, column: "", value: "" },
      outcome: "conflict" as const,
    })),
    ...errors.map(({ line, column, value, reason }) => ({
      ...{ line, column, value, kind: "", detail: reason },
      outcome: "error" as const,
    })),
  ];
  return found.sort((one, other) => one.line - other.line);
}

export function isRefused({ outcome }: Row): boolean {
  return outcome !== "create" && outcome !== "unchanged";
}

/** Every row was imported before: the file is here already. */
export function isHereAlready({ rows }: Report): boolean {
  return rows.read > 0 && rows.unchanged.count === rows.read;
}
