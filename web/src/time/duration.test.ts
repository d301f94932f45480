import { expect, test } from "vitest";
import { formatClock, formatDuration, parseDuration } from "./duration.ts";

test.each([
  ["1:30", 5400],
  ["1.5", 5400],
  ["1,5", 5400],
  ["90m", 5400],
  ["90 min", 5400],
  ["1h 30", 5400],
  ["1h30m", 5400],
  ["1 h 30 min", 5400],
  ["1t 30m", 5400],
  ["1,5 timer", 5400],
  [":45", 2700],
  ["0:00", 0],
  ["0", 0],
  ["2", 7200],
  [".25", 900],
  [" 8 ", 28800],
  ["1:30:15", 5415],
  ["24", 86400],
])("%s is %i seconds", (typed, seconds) => {
  expect(parseDuration(typed)).toBe(seconds);
});

test.each(["", "x", "-1", "1:60", "1:3", "25", "24:01", "1.5.2", "1h 30x", "1e3", "Infinity", "m", ":"])(
  "%s is no duration",
  (typed) => {
    expect(parseDuration(typed)).toBeNull();
  },
);

test("what is shown is what can be typed", () => {
  for (const seconds of [0, 60, 900, 3540, 3600, 5400, 35_940, 86_400])
    expect(parseDuration(formatDuration(seconds))).toBe(seconds);
});

test("a running clock shows seconds", () => {
  expect(formatClock(3725)).toBe("1:02:05");
  expect(formatClock(-4)).toBe("0:00:00");
});
