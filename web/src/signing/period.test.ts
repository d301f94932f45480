import { expect, test } from "vitest";
import { daysOf, PERIODS, periodOf } from "./period.ts";

const days = (first_day: string, last_day: string) => ({ first_day, last_day });

test("usual periods are those of today, also where the year turns", () => {
  expect(daysOf("last-month", "2026-01-31")).toEqual(days("2025-12-01", "2025-12-31"));
  expect(daysOf("last-month", "2026-03-31")).toEqual(days("2026-02-01", "2026-02-28"));
  expect(daysOf("month", "2028-02-10")).toEqual(days("2028-02-01", "2028-02-29"));
  expect(daysOf("last-week", "2026-01-04")).toEqual(days("2025-12-22", "2025-12-28"));
});

test("days are known for the usual period that they are", () => {
  for (const period of PERIODS) expect(periodOf(daysOf(period, "2026-03-04"), "2026-03-04")).toBe(period);
  expect(periodOf(days("2026-02-01", "2026-02-27"), "2026-03-04")).toBeUndefined();
});
