import { expect, test } from "vitest";
import { firstWeek, loadOf } from "./plan.ts";

test("a plan begins on a Monday, today's when nothing sensible is asked", () => {
  expect(firstWeek("2026-10-08", "2026-11-26")).toBe("2026-10-05");
  expect(firstWeek("2026-13-08", "2026-11-26")).toBe("2026-11-23");
  expect(firstWeek(null, "2026-11-22")).toBe("2026-11-16");
});

test("a week is over, full or free", () => {
  const week = (planned_seconds: number, capacity_seconds: number) =>
    loadOf({
      planned_seconds,
      capacity_seconds,
      over_seconds: Math.max(0, planned_seconds - capacity_seconds),
      first_day: "2026-10-05",
      tasks: [],
    });
  expect([week(11, 10), week(10, 10), week(9, 10), week(8, 10), week(0, 0), week(1, 0)]).toEqual([
    "over",
    "full",
    "full",
    "free",
    "free",
    "over",
  ]);
});
