import { expect, test } from "vitest";
import { dragged, keyed, placeOf, spanOf, tiesOf, weeksOf } from "./timeline.ts";

const SPAN = { start: "2026-10-05", finish: "2026-10-09" };

test("a task with one day has that day, one without any has no place", () => {
  expect(spanOf({ planned_start: null, planned_finish: "2026-10-09" })?.start).toBe("2026-10-09");
  expect(spanOf({ planned_start: null, planned_finish: null })).toBeNull();
});

test("the weeks hold all tasks and today, with one more on both sides", () => {
  expect(weeksOf([SPAN], "2026-10-14")).toEqual(["2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19"]);
  expect(weeksOf([], "2026-10-14")).toHaveLength(3);
});

test("a place is counted in days", () => {
  expect(placeOf(SPAN, "2026-09-28")).toEqual({ from: 7, days: 5 });
});

test("a task is moved as a whole, or by one of its ends, and keeps a day", () => {
  expect(dragged(SPAN, "whole", 3)).toEqual({ start: "2026-10-08", finish: "2026-10-12" });
  expect(dragged(SPAN, "finish", -9)).toEqual({ start: "2026-10-05", finish: "2026-10-05" });
  expect(dragged(SPAN, "start", 9)).toEqual({ start: "2026-10-09", finish: "2026-10-09" });
});

test("summer time shortens no task", () => {
  const over = { start: "2026-10-23", finish: "2026-10-27" };
  expect(placeOf(dragged(over, "whole", 1), over.start)).toEqual({ from: 1, days: 5 });
});

test("arrow keys move days, page keys weeks", () => {
  const key = (name: string, more = {}) => keyed({ key: name, shiftKey: false, altKey: false, ...more });
  expect(key("ArrowRight")).toEqual(["whole", 1]);
  expect(key("ArrowLeft", { shiftKey: true })).toEqual(["finish", -1]);
  expect(key("ArrowLeft", { altKey: true })).toEqual(["start", -1]);
  expect(key("PageDown")).toEqual(["whole", 7]);
  expect(key("Enter")).toBeNull();
});

test("a task that begins before what it waits for is finished is too early", () => {
  const tasks = [
    { id: "a", planned_start: null, planned_finish: null, depends_on: [] },
    { id: "b", planned_start: null, planned_finish: null, depends_on: ["a", "nowhere"] },
  ];
  const spans = new Map([
    ["a", SPAN],
    ["b", { start: "2026-10-09", finish: "2026-10-10" }],
  ]);
  expect(tiesOf(tasks, spans)).toEqual([{ from: "a", to: "b", early: true }]);
});
