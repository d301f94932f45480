import { expect, test } from "vitest";
import { problemOfKind } from "../api/problem.ts";
import { asOfOne, refusedPrices } from "./refusedPrices.ts";

const REFUSED = {
  ...problemOfKind("overrides-refused"),
  errors: [
    { field: "a", reason: "entry-billed: the entry is on an invoice" },
    { field: "b", reason: "of a kind that is new" },
  ],
};
const MISTYPED = {
  ...problemOfKind("invalid-input"),
  errors: [
    { field: "overrides.0.hourly_rate.amount", reason: "Field required" },
    { field: "overrides.1.hourly_rate.amount", reason: "Field required" },
  ],
};

test("each entry that stands in the way is told with the kind of its reason", () => {
  expect([...refusedPrices(REFUSED)]).toEqual([
    ["a", "entry-billed"],
    ["b", "of a kind that is new"],
  ]);
  expect(refusedPrices(MISTYPED).size).toBe(0);
  expect(refusedPrices(null).size).toBe(0);
});

test("what is wrong with the price stands at its field, whichever entry it is told of", () => {
  expect(new Set(asOfOne(MISTYPED)?.errors?.map(({ field }) => field))).toEqual(
    new Set(["hourly_rate.amount"]),
  );
  expect(asOfOne(REFUSED)?.errors).toEqual([]);
  expect(asOfOne(null)).toBeNull();
});
