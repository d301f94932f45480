import { expect, test } from "vitest";
import { typedAmount } from "./typedAmount.ts";

test.each([
  ["1234.5", "en", "1234.5"],
  ["1234,5", "en", "1234.5"],
  ["1234,5", "da", "1234.5"],
  ["1.234,50", "da", "1234.50"],
  ["1,234.50", "en", "1234.50"],
  ["1.234.567,89", "da", "1234567.89"],
  ["1 234,5", "da", "1234.5"],
  ["1.234", "da", "1234"],
  ["1.234", "en", "1.234"],
  ["1,234", "en", "1234"],
  ["1,234", "da", "1.234"],
  ["35", "da", "35"],
  ["-12,50", "da", "-12.50"],
  [",5", "da", "0.5"],
  ["12,", "da", "12"],
])("%s typed in %s is %s", (typed, language, amount) => {
  expect(typedAmount(typed, language)).toBe(amount);
});

test.each(["", "x", "1,2,3", "12.34,5", "1.23.4", "1e5", "--2", ","])("%s is no amount", (typed) => {
  expect(typedAmount(typed, "da")).toBeNull();
});
