import { expect, test } from "vitest";
import { byRecent, matches } from "./search.ts";

test("what was worked on last comes first, then names", () => {
  const items = ["c", "b", "a", "d"].map((id) => ({ id, name: id }));
  expect(byRecent(items, ["d", "b", "d"]).map(({ id }) => id)).toEqual(["d", "b", "a", "c"]);
});

test("every typed word must be found, wherever it stands", () => {
  const item = { name: "Checkout", detail: "Webshop · Nordlys ApS" };
  expect(matches(item, "nord check")).toBe(true);
  expect(matches(item, "")).toBe(true);
  expect(matches(item, "check fjord")).toBe(false);
});
