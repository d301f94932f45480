import { describe, expect, it } from "vitest";
import { billingOf, type ReadBilling } from "./billing.ts";

const READ = { line_texts: [{ group_by: "all", language: null, text: "Work" }] } as unknown as ReadBilling;

describe("what a customer's drafts are proposed", () => {
  it("is nothing where nothing is filled in", () => {
    expect(billingOf({}, READ)).toEqual({
      purchase_order: null,
      terms: null,
      payment_instructions: null,
      public_buyer: null,
      line_texts: READ.line_texts,
    });
  });

  it("keeps days without a number, so that they are refused and not lost", () => {
    expect(billingOf({ "purchase_order.valid_until": "2026-12-31" }, READ).purchase_order).toEqual({
      number: "",
      valid_from: null,
      valid_until: "2026-12-31",
    });
  });
});
