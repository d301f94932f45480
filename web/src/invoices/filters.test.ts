import { expect, test } from "vitest";
import { asked, filtersOf } from "./filters.ts";

const of = (address: string) => asked(filtersOf(new URLSearchParams(address)));

test("an address without filters asks for everything", () => {
  expect(of("")).toEqual({});
  expect(of("show=nonsense&number=%20")).toEqual({});
});

test("each filter of the address is asked of the API", () => {
  expect(of("show=overdue&customer=c1")).toEqual({ overdue: true, organization_id: "c1" });
  expect(of("show=draft")).toEqual({ state: "draft" });
  expect(of("number=2026-0007")).toEqual({ number: "2026-0007" });
});
