import { expect, test } from "vitest";
import { endOfLast, minutesEarlier, seemsForgotten, workedUntil } from "./startEarlier.ts";

test("a start is moved back, also over midnight", () => {
  expect(minutesEarlier("2026-11-25T00:05:00.000Z", 15)).toBe("2026-11-24T23:50:00.000Z");
});

test("work can have begun when the last entry ended, if that was today's last thing", () => {
  const last = { started_at: "2026-11-25T08:00:00Z", seconds: 3600 };
  expect(endOfLast(last, "2026-11-25T09:20:00Z")).toBe("2026-11-25T09:00:00.000Z");
  expect(endOfLast(last, "2026-11-25T09:00:10Z")).toBeNull();
  expect(endOfLast(last, "2026-11-26T09:00:00Z")).toBeNull();
  expect(endOfLast({ started_at: null, seconds: 60 }, "2026-11-25T09:00:00Z")).toBeNull();
  expect(endOfLast(undefined, "2026-11-25T09:00:00Z")).toBeNull();
});

test("a timer is asked about when the server noticed it or it runs for half a day, until somebody says that it is right", () => {
  const unnoticed = { noticed_at: null, confirmed: false };
  expect(seemsForgotten(unnoticed, 12 * 3600 - 1)).toBe(false);
  expect(seemsForgotten(unnoticed, 12 * 3600)).toBe(true);
  expect(seemsForgotten({ noticed_at: "2026-11-25T12:00:00Z", confirmed: false }, 3600)).toBe(true);
  expect(seemsForgotten({ noticed_at: "2026-11-25T12:00:00Z", confirmed: true }, 13 * 3600)).toBe(false);
});

test("pauses are not worked, neither those that ended nor the one that lasts", () => {
  const timer = { started_at: "2026-11-25T08:00:00Z", break_seconds: 600, paused_at: null };
  expect(workedUntil(timer, "2026-11-25T09:00:00Z")).toBe(3000);
  const paused = { ...timer, paused_at: "2026-11-25T08:30:00Z" };
  expect(workedUntil(paused, "2026-11-25T09:00:00Z")).toBe(1200);
  expect(workedUntil(paused, "2026-11-25T08:20:00Z")).toBe(600);
});

test("the last entry ended after its pauses", () => {
  const last = { started_at: "2026-11-25T08:00:00Z", seconds: 3600, break_seconds: 600 };
  expect(endOfLast(last, "2026-11-25T09:20:00Z")).toBe("2026-11-25T09:10:00.000Z");
});
