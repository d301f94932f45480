import { expect, test } from "vitest";
import { isLongAgo } from "./longAgo.ts";

test.each([
  ["", false],
  ["2026-11-27", false],
  ["2026-09-01", false],
  ["2025-11-27", true],
  ["1990-01-01", true],
  ["2099-01-01", false],
])("%s is long ago: %s", (typed, told) => {
  expect(isLongAgo(typed, "2026-11-27")).toBe(told);
});
