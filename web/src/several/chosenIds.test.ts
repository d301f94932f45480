import { expect, test } from "vitest";
import { flipped, withThrough } from "./chosenIds.ts";

const SHOWN = ["a", "b", "c", "d"];

test("an entry is chosen, and chosen no more", () => {
  expect([...flipped(new Set(["a"]), "b")]).toEqual(["a", "b"]);
  expect([...flipped(new Set(["a", "b"]), "a")]).toEqual(["b"]);
});

test("with shift all between are chosen, down and up; those chosen before stay", () => {
  expect([...withThrough(new Set(["b"]), "b", "d", SHOWN)]).toEqual(["b", "c", "d"]);
  expect([...withThrough(new Set(["d"]), "c", "a", SHOWN)]).toEqual(["d", "a", "b", "c"]);
});

test("from one that is no longer shown only the other is chosen", () => {
  expect([...withThrough(new Set(), "gone", "c", SHOWN)]).toEqual(["c"]);
});
