import { expect, test } from "vitest";
import { addWeeks, daysOf, firstDayOf, weekOf } from "./isoWeek.ts";

test.each([
  ["2026-11-25", "2026-W48"],
  ["2026-01-01", "2026-W01"],
  ["2027-01-01", "2026-W53"],
  ["2024-12-30", "2025-W01"],
  ["2021-01-03", "2020-W53"],
])("%s lies in %s", (day, week) => {
  expect(weekOf(day)).toBe(week);
});

test("a week has seven days from Monday, also over the change of summer time", () => {
  expect(daysOf("2026-W13")).toEqual([
    "2026-03-23",
    "2026-03-24",
    "2026-03-25",
    "2026-03-26",
    "2026-03-27",
    "2026-03-28",
    "2026-03-29",
  ]);
});

test("weeks follow each other over the end of a year", () => {
  expect(addWeeks("2026-W53", 1)).toBe("2027-W01");
  expect(addWeeks("2027-W01", -1)).toBe("2026-W53");
});

test.each(["2026-W54", "2026-W00", "2025-W53", "48", "2026-W1"])("%s is no week", (week) => {
  expect(firstDayOf(week)).toBeNull();
});
