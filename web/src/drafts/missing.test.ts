import { expect, test } from "vitest";
import { missingOf, placeOf } from "./missing.ts";

test("each missing thing is mended where it belongs", () => {
  expect(placeOf("seller.address")).toBe("seller");
  expect(placeOf("payment_instructions")).toBe("seller");
  expect(placeOf("buyer.vat_number")).toBe("customer");
  expect(placeOf("lines")).toBe("lines");
});

test("only what the law demands is listed, not other refusals", () => {
  const errors = [{ field: "seller.name", reason: "your own name is missing" }];
  const problem = { title: "", status: 422, errors };
  expect(missingOf({ ...problem, type: "urn:honorar:problem:invoice-incomplete" })).toEqual(errors);
  expect(missingOf({ ...problem, type: "urn:honorar:problem:invalid-input" })).toEqual([]);
  expect(missingOf(null)).toEqual([]);
});
