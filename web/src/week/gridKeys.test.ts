import { expect, test } from "vitest";
import { nextPlace } from "./gridKeys.ts";

const go = (key: string, row: number, column: number, caret: "start" | "end" | "inside" | "all" = "all") =>
  nextPlace(key, { row, column }, 3, 7, caret);

test("arrows lead to the neighbours, Enter down", () => {
  expect(go("ArrowDown", 0, 2)).toEqual({ row: 1, column: 2 });
  expect(go("Enter", 0, 2)).toEqual({ row: 1, column: 2 });
  expect(go("ArrowLeft", 1, 2)).toEqual({ row: 1, column: 1 });
});

test("at the edge, and for other keys, one stays", () => {
  expect(go("ArrowUp", 0, 0)).toBeNull();
  expect(go("ArrowRight", 0, 6)).toBeNull();
  expect(go("Tab", 0, 0)).toBeNull();
});

test("inside of a text the arrows move its caret", () => {
  expect(go("ArrowLeft", 1, 2, "inside")).toBeNull();
  expect(go("ArrowRight", 1, 2, "start")).toBeNull();
  expect(go("ArrowRight", 1, 2, "end")).toEqual({ row: 1, column: 3 });
});
