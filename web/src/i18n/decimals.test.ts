import { expect, test } from "vitest";
import { isWithin } from "./decimals.ts";

test.each([
  ["0.01", "100.00"],
  ["100", "100.00"],
  ["12345678901234567.89", "12345678901234567.89"],
])("%s is within %s", (number, most) => {
  expect(isWithin(number, most)).toBe(true);
});

test.each([
  ["0", "100.00"],
  ["100.001", "100.00"],
  ["12345678901234567.90", "12345678901234567.89"],
  ["much", "100.00"],
])("%s is not within %s", (number, most) => {
  expect(isWithin(number, most)).toBe(false);
});
