import { expect, test } from "vitest";
import type { Day } from "../time/workDate.ts";
import { changeOf, newestFirst } from "./change.ts";

function policy(valid_from: Day, valid_to: Day | null = null) {
  return { valid_from, valid_to };
}

test("what holds on the day ends the day before", () => {
  const old = policy("2026-01-01");
  expect(changeOf([old], "2026-07-01")).toEqual({ ends: old, replaces: undefined, validTo: null });
});

test("what begins on the very day is replaced", () => {
  const old = policy("2026-07-01", "2026-12-31");
  expect(changeOf([old], "2026-07-01")).toEqual({
    ends: undefined,
    replaces: old,
    validTo: "2026-12-31",
  });
});

test("what begins later stays, and the new one lasts until then", () => {
  const later = policy("2026-08-01");
  expect(changeOf([policy("2026-01-01", "2026-01-31"), later], "2026-07-01")).toEqual({
    ends: undefined,
    replaces: undefined,
    validTo: "2026-07-31",
  });
});

test("the newest stands first", () => {
  const [old, later] = [policy("2026-01-01", "2026-01-31"), policy("2026-08-01")];
  expect(newestFirst([old, later])).toEqual([later, old]);
});
