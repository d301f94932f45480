import { expect, test } from "vitest";
import { currenciesOf, heightOf, monthsOf } from "./months.ts";

test("the last months end with this one", () => {
  expect(monthsOf("2026-02-14", 3)).toEqual(["2025-12-01", "2026-01-01", "2026-02-01"]);
});

test("each currency has a chart of its own", () => {
  const money = { amount: "1.00", currency: "DKK" } as const;
  const month = {
    month: "2026-01-01",
    invoices: 1,
    credit_notes: 0,
    credited: money,
    invoiced: money,
    invoiced_with_tax: money,
    received: money,
  };
  expect(
    currenciesOf([
      { ...month, currency: "DKK" },
      { ...month, currency: "EUR" },
    ]),
  ).toEqual(["DKK", "EUR"]);
});

test("a bar is as high as whole units, and never below the line", () => {
  expect(heightOf({ amount: "1250.75" })).toBe(1250);
  expect(heightOf({ amount: "-3.00" })).toBe(0);
  expect(heightOf(undefined)).toBe(0);
});
