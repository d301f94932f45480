import { expect, test } from "vitest";
import { saysPercent } from "./percentage.ts";

test.each(["5 % discount", "Rabat 5,00%", "5.0\u00a0% for early birds"])("%s says 5 per cent", (text) => {
  expect(saysPercent(text, "5")).toBe(true);
});

test.each(["15 % of some", "1.5 % of some", "5 friends"])("%s does not", (text) => {
  expect(saysPercent(text, "5")).toBe(false);
});
