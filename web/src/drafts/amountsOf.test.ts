import { describe, expect, it } from "vitest";
import { amountsOf } from "./amountsOf.ts";

describe("what a form says of a line's amount", () => {
  it("is nothing where nothing is filled in", () => {
    expect(amountsOf({ amount: "", percent: "", "tax.code": "" })).toEqual({});
  });

  it("is an amount and a tax code", () => {
    expect(amountsOf({ amount: "350.00", "tax.code": "Z" })).toEqual({
      amount: "350.00",
      tax: { code: "Z" },
    });
  });

  it("is a quantity of something at a price", () => {
    const typed = { quantity: "3", unit: " licence", unit_price: "49.50" };
    expect(amountsOf(typed)).toEqual({ quantity: "3", unit: "licence", unit_price: "49.50" });
  });
});
