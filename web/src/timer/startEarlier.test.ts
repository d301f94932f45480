import { expect, test } from "vitest";
import { endOfLast, minutesEarlier, seemsForgotten } from "./startEarlier.ts";

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

test("after ten hours a timer is asked about", () => {
  expect(seemsForgotten(9 * 3600)).toBe(false);
  expect(seemsForgotten(10 * 3600)).toBe(true);
});
