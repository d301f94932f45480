import { expect, test } from "vitest";
import type { ShownEntry } from "../offline/overlay.ts";
import { daysOf } from "../time/isoWeek.ts";
import { entriesOfLastWeek, rowsOfLastWeek } from "./copyWeek.ts";

const entry = (id: string, work_date: string, project_id: string) =>
  ({
    id,
    work_date,
    project_id,
    organization_id: null,
    task_id: null,
    ticket_id: null,
    seconds: 60,
  }) as ShownEntry;
const DAYS = daysOf("2026-W48");
const ENTRIES = [
  entry("new", "2026-11-23", "p"),
  entry("a", "2026-11-16", "p"),
  entry("b", "2026-11-17", "p"),
  entry("c", "2026-11-17", "q"),
];

test("rows are copied that this week lacks", () => {
  expect(rowsOfLastWeek(ENTRIES, DAYS).map(({ project_id }) => project_id)).toEqual(["q"]);
});

test("time is copied to the same weekday, unless the cell has some already", () => {
  expect(entriesOfLastWeek(ENTRIES, DAYS).map(({ day, entry }) => [day, entry.id])).toEqual([
    ["2026-11-24", "b"],
    ["2026-11-24", "c"],
  ]);
});
