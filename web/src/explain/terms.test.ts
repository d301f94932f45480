import { describe, expect, it } from "vitest";
import { termsOf } from "./terms.ts";

describe("terms that a form holds", () => {
  it("are none where nothing is chosen", () => {
    expect(termsOf({ "terms.kind": "" })).toBeNull();
    expect(termsOf({})).toBeNull();
  });

  it("have only what their kind has", () => {
    const typed = { "terms.days": "15", "terms.due_date": "2026-12-24" };
    expect(termsOf({ ...typed, "terms.kind": "net-days" })).toEqual({
      kind: "net-days",
      days: 15,
      due_date: null,
    });
    expect(termsOf({ ...typed, "terms.kind": "on-receipt" })).toEqual({
      kind: "on-receipt",
      days: 0,
      due_date: null,
    });
    expect(termsOf({ ...typed, "terms.kind": "fixed-date" })).toEqual({
      kind: "fixed-date",
      days: 0,
      due_date: "2026-12-24",
    });
  });

  it("pass on what is no number", () => {
    expect(termsOf({ "terms.kind": "net-days", "terms.days": "soon" })?.days).toBe("soon");
  });
});
