import { expect, it } from "vitest";
import { lineAbove } from "./above.ts";

const rows = (...kinds: string[]) => kinds.map((kind) => ({ kind }));

it("a discount is of the nearest line above it that charges something", () => {
  expect(lineAbove(rows("fee", "text", "discount", "time"), 2)).toBe(1);
  expect(lineAbove(rows("fee", "fixed", "discount", "discount"), 3)).toBe(2);
});

it("there is none above the first, or only texts", () => {
  expect(lineAbove(rows("discount", "fee"), 0)).toBe(null);
  expect(lineAbove(rows("text", "discount"), 1)).toBe(null);
});
