import { expect, test } from "vitest";
import { askedIn, isSome, sorted, standing } from "./receivables.ts";

const asked = (text: string) => askedIn(new URLSearchParams(text));

test("the address says what is shown", () => {
  expect(asked("customer=c&currency=DKK&age=days_1_30&as_of=2026-10-31&by=dated&sort=overdue")).toEqual({
    customer: "c",
    currency: "DKK",
    age: "days_1_30",
    asOf: "2026-10-31",
    dated: true,
    sort: "overdue",
  });
});

test("what an address says wrongly is not asked for", () => {
  const nothing = { customer: null, currency: null, age: null, asOf: null, dated: false, sort: "name" };
  expect(asked("age=days&as_of=yesterday&by=x&sort=y")).toEqual(nothing);
  expect(asked("as_of=2199-01-01").asOf).toBeNull();
});

test("a day in the past is asked for with its basis, today with neither", () => {
  expect(standing(asked("as_of=2026-10-31&by=dated"))).toEqual({ as_of: "2026-10-31", by: "dated" });
  expect(standing(asked("by=dated"))).toEqual({});
});

test("names begin with A, amounts with the largest", () => {
  expect(sorted(asked(""))).toEqual({});
  expect(sorted(asked("sort=total"))).toEqual({ sort: "total", descending: true });
});

test("nothing is nothing in every currency", () => {
  expect(["0.00", "0", "0.01", "-5.00"].map((amount) => isSome({ amount }))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
