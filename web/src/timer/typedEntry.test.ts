import { expect, test } from "vitest";
import { byDay } from "./byDay.ts";
import { typedEntry } from "./typedEntry.ts";

const ZONE = "Europe/Copenhagen";

test("with a start an entry has a place in the day, without one only a day", () => {
  expect(typedEntry({ work_date: "2026-11-25", start: "09:30", seconds: "1,5" }, ZONE)).toEqual({
    started_at: "2026-11-25T08:30:00.000Z",
    seconds: 5400,
    break_seconds: 0,
    time_zone: ZONE,
  });
  expect(typedEntry({ work_date: "2026-11-25", start: "", seconds: "90m" }, ZONE)).toEqual({
    work_date: "2026-11-25",
    seconds: 5400,
    break_seconds: 0,
    time_zone: ZONE,
  });
});

test("pauses count where there is a start, and are a duration", () => {
  const typed = { work_date: "2026-11-25", seconds: "2", pauses: "30m" };
  expect(typedEntry({ ...typed, start: "09:30" }, ZONE)?.break_seconds).toBe(1800);
  expect(typedEntry(typed, ZONE)?.break_seconds).toBe(0);
  expect(typedEntry({ ...typed, start: "09:30", pauses: "x" }, ZONE)).toBeNull();
});

test("no duration is no entry", () => {
  for (const seconds of ["", "0", "25:00", "x"])
    expect(typedEntry({ work_date: "2026-11-25", seconds }, ZONE)).toBeNull();
});

test("days keep the order of their entries and have sums", () => {
  const entry = (work_date: string, seconds: number) => ({ work_date, seconds });
  const days = byDay([entry("2026-11-25", 60), entry("2026-11-24", 30), entry("2026-11-25", 5)]);
  expect(days.map(({ day, seconds }) => [day, seconds])).toEqual([
    ["2026-11-25", 65],
    ["2026-11-24", 30],
  ]);
});
