import { expect, test } from "vitest";
import { areTold, rangeOf, type Segment } from "./segments.ts";

const HOURLY: Segment = {
  start: 0,
  end: 5400,
  treatment: "hourly",
  billed_seconds: 5400,
  hourly_rate: "1000",
  rate_id: "r",
  multiplier_id: null,
  charge_id: null,
};

test("one part by the hour is told by its rate alone", () => {
  expect(areTold([HOURLY])).toBe(false);
  expect(areTold([])).toBe(false);
  expect(areTold([{ ...HOURLY, charge_id: "c", treatment: "included" }])).toBe(true);
  expect(areTold([{ ...HOURLY, multiplier_id: "m" }])).toBe(true);
  expect(areTold([HOURLY, HOURLY])).toBe(true);
});

test("a part is told by the clock where the work was done", () => {
  const begun = { started_at: "2026-11-25T16:30:00Z", time_zone: "Europe/Copenhagen" };
  expect(rangeOf(HOURLY, begun)).toBe("17:30–19:00");
});

test("clocks that go back let a part end when they say", () => {
  const begun = { started_at: "2026-10-25T00:30:00Z", time_zone: "Europe/Copenhagen" };
  expect(rangeOf({ start: 0, end: 3600 }, begun)).toBe("02:30–02:30");
});

test("without a start a part is told from the beginning of the entry", () => {
  expect(rangeOf({ start: 5400, end: 9000 }, { started_at: null, time_zone: "UTC" })).toBe("1:30–2:30");
  expect(rangeOf({ start: 5400, end: 9000 }, undefined)).toBe("1:30–2:30");
});
