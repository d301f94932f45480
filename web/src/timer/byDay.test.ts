import { expect, test } from "vitest";
import { byDay, daysWith } from "./byDay.ts";

const entry = (work_date: string, seconds = 600) => ({ work_date, seconds });

test("a day has its entries in their order, and their sum", () => {
  const days = byDay([entry("2026-11-25"), entry("2026-11-24", 60), entry("2026-11-25", 1)]);
  expect(days.map(({ day, seconds }) => [day, seconds])).toEqual([
    ["2026-11-25", 601],
    ["2026-11-24", 60],
  ]);
});

test("days are counted until they have enough entries", () => {
  const days = byDay([entry("2026-11-25"), entry("2026-11-24"), entry("2026-11-24"), entry("2026-11-23")]);
  expect([1, 2, 3, 4, 9].map((count) => daysWith(count, days))).toEqual([1, 2, 2, 3, 3]);
  expect(daysWith(1, [])).toBe(0);
});
