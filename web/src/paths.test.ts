import { expect, test } from "vitest";
import { paths, safeNext, withQuery } from "./paths.ts";

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", null, "/login?next=/"])(
  "after log-in nobody is led to %s",
  (next) => {
    expect(safeNext(next)).toBe("/");
  },
);

test("after log-in one is where one wanted to be", () => {
  expect(safeNext("/invoices?state=overdue")).toBe("/invoices?state=overdue");
});

test("an address has the filters that are chosen", () => {
  expect(withQuery(paths.invoices, { state: "overdue", customer: null })).toBe("/invoices?state=overdue");
  expect(withQuery(paths.invoices, {})).toBe("/invoices");
});
