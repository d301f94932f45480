import { describe, expect, it } from "vitest";
import { textsOf } from "./textsOf.ts";
import type { Draft } from "./useDraft.ts";

const DRAFT = { payment_instructions: "Reg. 1 konto 2" } as Draft;
const TYPED = { reference: "", notes: "", purchase_order: " 7731 ", time_appendix: "none" };

describe("what a draft is to say beside its lines", () => {
  it("follows the settings where nothing else was typed", () => {
    const values = { ...TYPED, "terms.kind": "", payment_instructions: "Reg. 1 konto 2" };
    expect(textsOf(values, DRAFT)).toEqual({
      reference: "",
      notes: "",
      purchase_order: "7731",
      time_appendix: "none",
      as_proposed: ["terms"],
    });
  });

  it("is what was typed", () => {
    const values = { ...TYPED, "terms.kind": "on-receipt", payment_instructions: "By card" };
    const said = textsOf(values, DRAFT);
    expect(said.payment_instructions).toBe("By card");
    expect(said.terms?.kind).toBe("on-receipt");
    expect(said.as_proposed).toEqual([]);
  });

  it("follows again where it was emptied", () => {
    const values = { ...TYPED, "terms.kind": "", payment_instructions: " " };
    expect(textsOf(values, DRAFT).as_proposed).toEqual(["terms", "payment_instructions"]);
  });
});
