import { expect, test } from "vitest";
import { asked, filtersOf } from "./filters.ts";

const of = (address: string) => asked(filtersOf(new URLSearchParams(address)));

test("an address without filters asks for everything", () => {
  expect(of("")).toEqual({ newest_first: true });
  expect(of("show=nonsense&number=%20")).toEqual({ newest_first: true });
});

test("each filter of the address is asked of the API", () => {
  expect(of("show=overdue&customer=c1")).toMatchObject({ overdue: true, organization_id: "c1" });
  expect(of("show=draft")).toMatchObject({ state: "draft" });
  expect(of("show=partial")).toMatchObject({ payment: "partial" });
  expect(of("number=2026-0007")).toMatchObject({ number: "2026-0007" });
});
