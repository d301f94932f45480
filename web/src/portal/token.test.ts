import { expect, test } from "vitest";
import { tokenOf } from "./token.ts";

test("the token stands behind the #", () => {
  expect(tokenOf("#cus_AZ09-_x")).toBe("cus_AZ09-_x");
});

test.each(["", "#", "#hon_abc", "#cus_", "#cus_a b", "#cus_a%20b", "#cus_<b>"])("%s is no link", (hash) => {
  expect(tokenOf(hash)).toBeNull();
});
