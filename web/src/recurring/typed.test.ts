import { expect, it } from "vitest";
import { firstOfNextMonth, isWhole, termsOf } from "./typed.ts";

const TYPED = {
  name: "Hosting",
  "recurrence.starts_on": "2026-12-01",
  "recurrence.unit": "month",
  "recurrence.every": "1",
  "recurrence.timing": "advance",
  "recurrence.day_of_month": "",
  end: "never",
  "lines.0.description": "Hosting, {month}",
  "lines.0.price": "250.00",
  issue: "none",
};
const FEE = [{ key: 0, kind: "fee" }] as const;

it("what is typed becomes what the service takes", () => {
  const terms = termsOf(TYPED, FEE, null);
  expect(terms.lines).toEqual([
    {
      kind: "fee",
      description: "Hosting, {month}",
      quantity: "1",
      unit: null,
      price: "250.00",
      tax_code: null,
    },
  ]);
  expect(terms.recurrence).toEqual({
    starts_on: "2026-12-01",
    unit: "month",
    every: 1,
    timing: "advance",
    day_of_month: null,
    ends_on: null,
    times: null,
  });
  expect(terms.indexing).toBe(null);
  expect(isWhole(terms)).toBe(true);
});

it("weeks have no day of the month, and only one end is sent", () => {
  const terms = termsOf(
    {
      ...TYPED,
      "recurrence.unit": "week",
      "recurrence.day_of_month": "31",
      end: "times",
      "recurrence.times": "6",
      "recurrence.ends_on": "2027-01-01",
    },
    FEE,
    null,
  );
  expect(terms.recurrence.day_of_month).toBe(null);
  expect(terms.recurrence.times).toBe(6);
  expect(terms.recurrence.ends_on).toBe(null);
});

it("a line without a price is not shown beforehand", () => {
  expect(isWhole(termsOf({ ...TYPED, "lines.0.price": "" }, FEE, null))).toBe(false);
});

it("most begin with the next month", () => {
  expect(firstOfNextMonth("2026-11-27")).toBe("2026-12-01");
  expect(firstOfNextMonth("2026-12-31")).toBe("2027-01-01");
  expect(firstOfNextMonth("2026-12-01")).toBe("2026-12-01");
});
