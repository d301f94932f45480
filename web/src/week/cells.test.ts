import { expect, test } from "vitest";
import type { ShownEntry } from "../offline/overlay.ts";
import { cellChange, weekRows } from "./cells.ts";

const WORK = { organization_id: "o", project_id: "p", task_id: null, ticket_id: null };
const entry = (id: string, work_date: string, seconds: number, more = {}) =>
  ({ id, work_date, seconds, ...WORK, ...more }) as ShownEntry;
const DAYS = ["2026-11-23", "2026-11-24"];

test("a row is a piece of work, its cells are days", () => {
  const rows = weekRows(
    [
      entry("a", "2026-11-23", 60),
      entry("b", "2026-11-23", 30),
      entry("c", "2026-11-24", 5, { task_id: "t" }),
      entry("d", "2026-11-30", 9),
    ],
    DAYS,
    [{ ...WORK, task_id: "new" }, WORK],
  );
  const shown = rows.map(({ key, cells }) => [key, cells.map((cell) => cell.map(({ id }) => id))]);
  expect(shown).toEqual([
    ["t", [[], ["c"]]],
    ["p", [["a", "b"], []]],
    ["new", [[], []]],
  ]);
});

test("a row's work is a reference, with nothing else of the entry it came from", () => {
  const [row] = weekRows([entry("a", "2026-11-23", 60)], DAYS, []);
  expect(row?.work).toEqual(WORK);
});

test("typing into a cell makes, changes or removes its one entry", () => {
  const one = entry("a", "2026-11-23", 3600);
  expect(cellChange([], 3600)).toEqual({ kind: "new", seconds: 3600 });
  expect(cellChange([], 0)).toEqual({ kind: "none" });
  expect(cellChange([one], 3600)).toEqual({ kind: "none" });
  expect(cellChange([one], 1800)).toEqual({ kind: "resize", entry: one, seconds: 1800 });
  expect(cellChange([one], 0)).toEqual({ kind: "remove", entry: one });
});

test("a typed sum never collapses several entries into one", () => {
  const two = [entry("a", "2026-11-23", 3600), entry("b", "2026-11-23", 1800)];
  expect(cellChange(two, 7200)).toEqual({ kind: "new", seconds: 1800 });
  expect(cellChange(two, 3600)).toEqual({ kind: "ambiguous" });
});
