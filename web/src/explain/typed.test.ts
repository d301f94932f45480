import { expect, test } from "vitest";
import { roundingOf } from "./typed.ts";

const TYPED = { mode: "up", step_seconds: "900", scope: "day-work-item", minimum_seconds: "7,5" };

test("the fields say how to round", () => {
  expect(roundingOf(TYPED)).toEqual({
    mode: "up",
    step_seconds: 900,
    scope: "day-work-item",
    minimum_seconds: 450,
  });
});

test("what is not rounded has no step", () => {
  expect(roundingOf({ ...TYPED, mode: "none", minimum_seconds: "" })).toEqual({
    mode: "none",
    step_seconds: null,
    scope: "entry",
    minimum_seconds: 0,
  });
});

test("as the account rounds is no policy", () => {
  expect(roundingOf({ mode: "account" })).toBeNull();
});

test("what is no number of minutes is refused by the service", () => {
  expect(roundingOf({ ...TYPED, minimum_seconds: "a quarter" })?.minimum_seconds).toBe(-1);
});
