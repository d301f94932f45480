import { expect, test } from "vitest";
import { addDays, addMonths, daysBetween, instantOf, lastOfMonth, localDay, localTime } from "./workDate.ts";

const COPENHAGEN = "Europe/Copenhagen";

test("days are counted by the calendar, not by hours", () => {
  expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
  expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
  expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
  expect(addMonths("2026-12-31", 1)).toBe("2027-01-01");
  expect(lastOfMonth("2028-02-10")).toBe("2028-02-29");
});

test("a day begins where the agent lives", () => {
  expect(localDay("2026-11-24T23:30:00Z", COPENHAGEN)).toBe("2026-11-25");
  expect(localDay("2026-11-24T23:30:00Z", "America/New_York")).toBe("2026-11-24");
});

test.each([
  ["2026-11-25", "09:30", "2026-11-25T08:30:00.000Z"],
  ["2026-07-01", "09:30", "2026-07-01T07:30:00.000Z"],
  ["2026-03-29", "01:59", "2026-03-29T00:59:00.000Z"],
  ["2026-03-29", "03:00", "2026-03-29T01:00:00.000Z"],
])("%s %s in Copenhagen is %s", (day, time, instant) => {
  expect(instantOf(day, time, COPENHAGEN)).toBe(instant);
  expect(localTime(instant, COPENHAGEN)).toBe(time);
});
