import { expect, test } from "vitest";
import { isHereAlready, isRefused, type Report, rowsOf } from "./report.ts";

const tally = (...lines: number[]) => ({ count: lines.length, seconds: 3600 * lines.length, lines });

function report(given: Partial<Report>): Report {
  const rows = {
    read: 5,
    create: tally(2),
    unchanged: tally(6),
    conflicts: tally(3),
    skipped: tally(5),
    errors: tally(4),
  };
  const conflicts = [{ line: 3, kind: "timesheet_closed", entry_id: null, detail: "the week was handed in" }];
  const errors = [{ line: 4, column: "Duration", value: "x", reason: "not a duration" }];
  const made = { rows, conflicts, errors, skipped_by_reason: { unknown_agent: tally(5) }, ...given };
  return made as unknown as Report;
}

test("every row of the file has one line, in the file's order", () => {
  const rows = rowsOf(report({}));
  expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, "create"],
    [3, "conflict"],
    [4, "error"],
    [5, "skipped"],
    [6, "unchanged"],
  ]);
  expect(rows.filter(isRefused).map(({ kind }) => kind)).toEqual(["timesheet_closed", "", "unknown_agent"]);
});

test("a file that was imported before is here already", () => {
  const all = { read: 2, create: tally(), unchanged: tally(2, 3) };
  expect(isHereAlready(report({ rows: { ...report({}).rows, ...all } }))).toBe(true);
  expect(isHereAlready(report({}))).toBe(false);
});
