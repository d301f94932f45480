import { expect, test } from "vitest";
import { formulaWords } from "./formula.ts";

const FORMULA = "33688 s × 855.00 ÷ 3600 = 8000.9 → 8000.90";

test("a formula has the reader's decimal mark and every digit", () => {
  expect(formulaWords(FORMULA, "en")).toBe(FORMULA);
  expect(formulaWords(FORMULA, "da")).toBe("33688 s × 855,00 ÷ 3600 = 8000,9 → 8000,90");
});

test("what is billed of the time is said in the reader's language", () => {
  const rounded = `6900 s, billed as ${FORMULA}`;
  expect(formulaWords(rounded, "en")).toBe(rounded);
  expect(formulaWords(rounded, "da")).toMatch(/^6900 s, faktureres som 33688 s × 855,00/);
});
