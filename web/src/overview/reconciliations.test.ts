import { expect, test } from "vitest";
import { agreedSince, type Books, isComparing, isUnderWay, type Run, runShown } from "./reconciliations.ts";

/** Runs of 9, 8, 7 … March, the newest first; null: under way. */
const runs = (...found: (number | null)[]): Run[] =>
  found.map((one, index) => ({
    id: `run ${index}`,
    asked_at: `2026-03-0${9 - index}T09:00:00Z`,
    asked_by: null,
    finished_at: one === null ? null : `2026-03-0${9 - index}T09:00:05Z`,
    entries: 5,
    seconds: 84_000,
    found: one ?? 0,
    books: [],
    differences: [],
  }));

const BOOKS: Books = {
  service: "timer",
  state: "asked",
  finished_at: null,
  entries: 0,
  seconds: 0,
  found: 0,
  buckets: null,
};

test("figures agree since the first run after the last that found something", () => {
  expect(agreedSince(runs(0, 0, 2, 0))).toEqual({ count: 2, since: "2026-03-08T09:00:00Z" });
  expect(agreedSince(runs(0, 0))).toEqual({ count: 2, since: "2026-03-08T09:00:00Z" });
  expect(agreedSince(runs(1, 0))).toBeNull();
  expect(agreedSince([])).toBeNull();
});

test("a run under way says nothing yet", () => {
  expect(isComparing(runs(null, 0))).toBe(true);
  expect(isComparing(runs(0, 0))).toBe(false);
  expect(agreedSince(runs(null))).toBeNull();
  expect(agreedSince(runs(null, 0, 1))).toEqual({ count: 1, since: "2026-03-08T09:00:00Z" });
});

test("the chosen run is shown, else the newest that has ended", () => {
  expect(runShown(runs(null, 0, 3), null)?.id).toBe("run 1");
  expect(runShown(runs(null, 0, 3), "run 2")?.id).toBe("run 2");
  expect(runShown(runs(null, 0, 3), "run 0")?.id).toBe("run 1");
  expect(runShown(runs(null), null)).toBeUndefined();
});

test("a run whose services have not answered yet is under way", () => {
  const [latest, before] = runs(0, 0) as [Run, Run];
  const waiting = { ...latest, books: [BOOKS] };
  expect(isUnderWay(waiting)).toBe(true);
  expect(runShown([waiting, before], null)).toBe(before);
  expect(agreedSince([waiting, before])?.count).toBe(1);
});

test("a run that a service left without an answer is over, and does not agree", () => {
  const [latest, before] = runs(0, 0) as [Run, Run];
  const books: Books = { ...BOOKS, state: "unanswered", finished_at: "2026-03-09T09:30:00Z" };
  const unanswered = { ...latest, books: [books] };
  expect(isUnderWay(unanswered)).toBe(false);
  expect(agreedSince([unanswered, before])?.count).toBe(1);
});
