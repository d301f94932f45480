import { describe, expect, it } from "vitest";
import type { Quote, QuotedLine } from "./quote.ts";
import { type Row, rowsOf, termsOf } from "./typed.ts";

const rows = (...kinds: Row["kind"][]): Row[] => kinds.map((kind, key) => ({ key, kind }));

describe("what a form says of a quote", () => {
  it("has hours in seconds, amounts as they were typed, and nothing else of other kinds", () => {
    const values = {
      title: "Shop",
      pricing: "estimate",
      valid_until: "",
      "lines.0.description": "Design",
      "lines.0.seconds": "120:30",
      "lines.0.hourly_rate": "1200.00",
      "lines.1.description": "Welcome",
      "lines.1.percent": "10",
      "lines.1.amount": "",
      "lines.2.description": "Set up",
      "lines.2.amount": "5000.00",
    };
    const terms = termsOf(values, rows("time", "discount", "fixed"));
    expect(terms).toMatchObject({ title: "Shop", pricing: "estimate", valid_until: null });
    expect(terms.lines).toEqual([
      { kind: "time", description: "Design", seconds: 433_800, hourly_rate: "1200.00" },
      { kind: "discount", description: "Welcome", percent: "10" },
      { kind: "fixed", description: "Set up", amount: "5000.00" },
    ]);
  });

  it("keeps the tax of a line that is changed", () => {
    const line = { kind: "fee", tax_category: "zero", tax_rate: "0" } as QuotedLine;
    const terms = termsOf({ "lines.0.description": "Hosting", "lines.0.amount": "350" }, [
      { key: 0, kind: "fee", line },
    ]);
    expect(terms.lines?.[0]).toMatchObject({ tax: { category: "zero", rate: "0" } });
  });

  it("names the line above that a discount is taken off", () => {
    const values = { "lines.2.percent": "10", "lines.2.of_line": "above", "lines.3.amount": "5" };
    const terms = termsOf(values, rows("fee", "text", "discount", "discount"));
    expect(terms.lines?.map(({ of_line }) => of_line)).toEqual([undefined, undefined, 1, undefined]);
  });
});

describe("the rows of a quote that is changed", () => {
  it("are its lines and its discounts as they were asked for", () => {
    const quote = {
      lines: [{ kind: "fixed" }, { kind: "discount" }, { kind: "discount" }],
      discounts: [{ description: "Welcome", percent: "10", of_line_id: null }],
    } as unknown as Quote;
    expect(rowsOf(quote).map(({ kind }) => kind)).toEqual(["fixed", "discount"]);
    const own = { of_line_id: "1" };
    const lines = ["1", "2"].map((line_id) => ({ line_id, kind: "fee" }));
    const rows = rowsOf({ lines, discounts: [{ of_line_id: null }, own] } as unknown as Quote);
    expect(rows.map(({ kind, key }) => [key, kind])).toEqual([
      [0, "fee"],
      [1, "discount"],
      [2, "fee"],
      [3, "discount"],
    ]);
    expect(rows[1]?.discount).toBe(own);
    expect(rowsOf(null).map(({ kind }) => kind)).toEqual(["time"]);
  });
});
