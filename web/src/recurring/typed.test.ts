import { expect, it } from "vitest";
import type { Recurring } from "./recurring.ts";
import { firstOfNextMonth, isWhole, rowsOf, termsOf } from "./typed.ts";

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

it("a discount may be of the line above it, and stands under its line again", () => {
  const typed = { ...TYPED, "lines.1.percent": "5", "lines.1.of_line": "above" };
  const terms = termsOf(typed, [...FEE, { key: 1, kind: "discount" }], null);
  expect(terms.lines[1]).toMatchObject({ kind: "discount", percent: "5", of_line: 1 });
  const lines = [{ kind: "fee" }, { kind: "fixed" }, { kind: "discount", of_line: 1 }];
  const kinds = rowsOf({ lines } as unknown as Recurring).map(({ kind }) => kind);
  expect(kinds).toEqual(["fee", "discount", "fixed"]);
});

it("most begin with the next month", () => {
  expect(firstOfNextMonth("2026-11-27")).toBe("2026-12-01");
  expect(firstOfNextMonth("2026-12-31")).toBe("2027-01-01");
  expect(firstOfNextMonth("2026-12-01")).toBe("2026-12-01");
});
