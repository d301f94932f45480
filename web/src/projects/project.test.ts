import { expect, test } from "vitest";
import type { Task } from "../directory/lists.ts";
import { share, treeOf } from "./project.ts";

const task = (id: string, parent_id: string | null, position: number) =>
  ({ id, parent_id, position, name: id }) as Task;

test("a task is followed by its subtasks in their order", () => {
  const tasks = [task("b", null, 2), task("a2", "a", 2), task("a", null, 1), task("a1", "a", 1.5)];
  expect(treeOf(tasks, undefined).map(({ task: { id }, level }) => [id, level])).toEqual([
    ["a", 0],
    ["a1", 1],
    ["a2", 1],
    ["b", 0],
  ]);
});

test("tasks of one position stay in the order in which they were made", () => {
  const tasks = [task("2", null, 0), task("1", null, 0)];
  expect(treeOf(tasks, undefined).map(({ task: { id } }) => id)).toEqual(["1", "2"]);
});

test("a bar is full when more is used than there is", () => {
  expect([share(0, 10), share(5, 10), share(20, 10), share(1, 0)]).toEqual([0, 50, 100, 0]);
});
