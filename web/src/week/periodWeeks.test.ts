import { expect, test } from "vitest";
import { isWholeWeek, weeksOf } from "../time/isoWeek.ts";
import { weeksWithSums } from "./periodWeeks.ts";

test("a month has five or six weeks, the first and last of them in part", () => {
  const weeks = weeksWithSums("2026-10-01", "2026-10-31", []);
  expect(weeks.map(({ number, first, last }) => [number, first, last])).toEqual([
    [40, "2026-10-01", "2026-10-04"],
    [41, "2026-10-05", "2026-10-11"],
    [42, "2026-10-12", "2026-10-18"],
    [43, "2026-10-19", "2026-10-25"],
    [44, "2026-10-26", "2026-10-31"],
  ]);
  expect(weeksOf("2026-08-01", "2026-08-31")).toHaveLength(6);
  expect(weeksOf("2026-02-01", "2026-02-15")).toEqual(["2026-W05", "2026-W06", "2026-W07"]);
});

test("time of the same week that lies in another period is not counted", () => {
  const entries = [
    { work_date: "2026-09-30", seconds: 7 },
    { work_date: "2026-10-01", seconds: 60 },
    { work_date: "2026-10-04", seconds: 30 },
    { work_date: "2026-10-05", seconds: 5 },
  ];
  const weeks = weeksWithSums("2026-10-01", "2026-10-15", entries);
  expect(weeks.map(({ seconds }) => seconds)).toEqual([90, 5, 0]);
});

test("seven days are a week only from a Monday on", () => {
  expect(isWholeWeek("2026-11-23", "2026-11-29")).toBe(true);
  expect(isWholeWeek("2026-11-24", "2026-11-30")).toBe(false);
  expect(isWholeWeek("2026-11-23", "2026-11-28")).toBe(false);
});
