import { expect, test } from "vitest";
import { standingOn, termsOn } from "./agreement.ts";

const TERMS = [
  { valid_from: "2026-01-01", amount: "100", included_seconds: 3600 },
  { valid_from: "2026-03-15", amount: "200", included_seconds: 7200 },
];

test("the terms of a day are those that began last, and before the first day the first", () => {
  expect(termsOn(TERMS, "2026-03-14")?.amount).toBe("100");
  expect(termsOn(TERMS, "2026-03-15")?.amount).toBe("200");
  expect(termsOn(TERMS, "2025-01-01")?.amount).toBe("100");
  expect(termsOn([], "2026-01-01")).toBeUndefined();
});

test("one that renews itself is not over after its last day", () => {
  const days = { first_day: "2026-01-01", last_day: "2026-06-30", renews_months: null };
  expect(standingOn(days, "2025-12-31")).toBe("coming");
  expect(standingOn(days, "2026-06-30")).toBe("holds");
  expect(standingOn(days, "2026-07-01")).toBe("over");
  expect(standingOn({ ...days, renews_months: 12 }, "2026-07-01")).toBe("holds");
});
