import { expect, test } from "vitest";
import { asked, moved, periodAt } from "./period.ts";

test.each([
  ["month", "2026-02-14", "2026-02-01", "2026-02-28"],
  ["quarter", "2026-11-26", "2026-10-01", "2026-12-31"],
  ["half-year", "2026-06-30", "2026-01-01", "2026-06-30"],
  ["year", "2024-02-29", "2024-01-01", "2024-12-31"],
] as const)("the %s of %s", (length, day, first_day, last_day) => {
  expect(periodAt(length, day)).toEqual({ length, first_day, last_day });
});

test("the quarter before the first of a year is in the year before", () => {
  expect(moved(periodAt("quarter", "2026-01-10"), -1).first_day).toBe("2025-10-01");
});

test("the last quarter that is over is shown first", () => {
  expect(asked(new URLSearchParams(), "2026-11-26").last_day).toBe("2026-09-30");
});

test("what is no day is not asked for", () => {
  expect(asked(new URLSearchParams("from=yesterday&length=day"), "2026-11-26").length).toBe("quarter");
});
