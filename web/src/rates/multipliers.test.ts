import { expect, test } from "vitest";
import { missing, requestOf, runsOf, type Typed } from "./multipliers.ts";

const typed: Typed = {
  name: "Evening",
  kind: "hours",
  weekdays: ["monday"],
  startsAt: "18:00",
  endsAt: "22:00",
  aboveSeconds: 28_800,
  charge: "factor",
  amount: "1.5",
  currency: "dkk",
  from: "2026-01-01",
  until: null,
};

test("days that follow each other are told as one run", () => {
  expect(runsOf(["friday", "monday", "tuesday", "sunday", "thursday"])).toEqual([
    [0, 1],
    [3, 4],
    [6, 6],
  ]);
});

test("a multiplier has what its kind has, and a factor or a rate", () => {
  const evening = requestOf(typed, {});
  expect(evening).toMatchObject({
    weekdays: ["monday"],
    above_seconds: null,
    factor: "1.5",
    hourly_rate: null,
  });
  const overtime = requestOf({ ...typed, kind: "overtime-day", charge: "rate", amount: "900" }, {});
  expect(overtime).toMatchObject({ weekdays: [], starts_at: null, above_seconds: 28_800, factor: null });
  expect(overtime.hourly_rate).toEqual({ amount: "900", currency: "DKK" });
});

test("days that are holidays already are not added again", () => {
  const known = [{ id: "1", day: "2026-12-24", name: "Eve", recorded_at: "" }];
  const days = [
    { day: "2026-12-24", name: "Eve" },
    { day: "2026-12-25", name: "Day" },
  ];
  expect(missing(days, known)).toEqual([{ day: "2026-12-25", name: "Day" }]);
});
