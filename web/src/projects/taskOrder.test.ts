import { expect, test } from "vitest";
import type { Task } from "../directory/lists.ts";
import { treeOf } from "./project.ts";
import { linesWithout, placeAfter, placeAt, type Step, stepOfKey, withPlaced } from "./taskOrder.ts";

/** `a`, with `b` and `c` beneath it, of which `b` has `d`; then `e`. */
const TASKS = [
  { id: "a", parent_id: null, position: 1 },
  { id: "b", parent_id: "a", position: 1 },
  { id: "c", parent_id: "a", position: 2 },
  { id: "d", parent_id: "b", position: 1 },
  { id: "e", parent_id: null, position: 2 },
] as Task[];
const drawn = (tasks: readonly Task[]) =>
  treeOf(tasks, undefined)
    .map(({ task, level }) => "-".repeat(level) + task.id)
    .join(" ");
const after = (step: Step, id: string) => {
  const place = placeAfter(step, id, treeOf(TASKS, undefined));
  return place && drawn(withPlaced(TASKS, id, place));
};

test("steps lead up, down, beneath the one above, and out behind the parent", () => {
  expect(drawn(TASKS)).toBe("a -b --d -c e");
  expect(after("up", "c")).toBe("a -c -b --d e");
  expect(after("down", "b")).toBe("a -c -b --d e");
  expect(after("down", "a")).toBe("e a -b --d -c");
  expect(after("in", "c")).toBe("a -b --d --c e");
  expect(after("out", "d")).toBe("a -b -d -c e");
  expect(after("out", "c")).toBe("a -b --d c e");
});

test("at the ends there is no step", () => {
  expect([after("up", "a"), after("down", "e"), after("in", "b"), after("out", "e")]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(["ArrowUp", "ArrowLeft", "Tab"].map(stepOfKey)).toEqual(["up", "out", null]);
});

test("a task is never dropped among its own parts", () => {
  const rest = linesWithout("b", treeOf(TASKS, undefined));
  expect(rest.map(({ task }) => task.id)).toEqual(["a", "c", "e"]);
  expect(linesWithout("a", treeOf(TASKS, undefined)).map(({ task }) => task.id)).toEqual(["e"]);
});

test("where it is dropped, and how far in, say what it becomes a part of", () => {
  const rest = linesWithout("e", treeOf(TASKS, undefined)); // a -b --d -c
  const at = (gap: number, level: number) => drawn(withPlaced(TASKS, "e", placeAt(gap, level, rest).place));
  expect(at(0, 3)).toBe("e a -b --d -c");
  expect(at(1, 0)).toBe("a -e -b --d -c");
  expect(at(2, 5)).toBe("a -b --e --d -c");
  expect(at(3, 1)).toBe("a -b --d -e -c");
  expect(at(3, 3)).toBe("a -b --d ---e -c");
  expect(at(4, 0)).toBe("a -b --d -c e");
  expect(at(4, 2)).toBe("a -b --d -c --e");
});

test("whatever is dropped where, every task is in the tree once, where the mark showed it", () => {
  for (const { id } of TASKS) {
    const rest = linesWithout(id, treeOf(TASKS, undefined));
    for (let gap = 0; gap <= rest.length; gap += 1)
      for (let asked = 0; asked < 5; asked += 1) {
        const { place, level } = placeAt(gap, asked, rest);
        const lines = treeOf(withPlaced(TASKS, id, place), undefined);
        expect(lines).toHaveLength(TASKS.length);
        expect(lines[gap]?.task.id).toBe(id);
        expect(lines[gap]?.level).toBe(level);
      }
  }
});
