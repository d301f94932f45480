import { describe, expect, it } from "vitest";
import { billingOf } from "./billing.ts";

describe("what a customer's drafts are proposed", () => {
  it("is nothing where nothing is filled in", () => {
    expect(billingOf({})).toEqual({
      purchase_order: null,
      terms: null,
      payment_instructions: null,
      public_buyer: null,
    });
  });

  it("keeps days without a number, so that they are refused and not lost", () => {
    expect(billingOf({ "purchase_order.valid_until": "2026-12-31" }).purchase_order).toEqual({
      number: "",
      valid_from: null,
      valid_until: "2026-12-31",
    });
  });
});
