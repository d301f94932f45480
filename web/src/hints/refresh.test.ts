import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refresh } from "./refresh.ts";
import type { Kind } from "./touched.ts";

let busy = false;
let reads: Kind[][];
let refresh: Refresh;

beforeEach(() => {
  vi.useFakeTimers();
  busy = false;
  reads = [];
  refresh = new Refresh(
    (kinds) => reads.push([...kinds]),
    () => busy,
  );
});
afterEach(() => {
  vi.useRealTimers();
});

test("what was heard together is read together, soon and once more", () => {
  refresh.hear(["timer.timesheets"]);
  refresh.hear(["rates.prices", "timer.timesheets"]);
  vi.advanceTimersByTime(199);
  expect(reads).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reads).toEqual([["timer.timesheets", "rates.prices"]]);
  vi.advanceTimersByTime(60_000);
  expect(reads).toEqual([
    ["timer.timesheets", "rates.prices"],
    ["timer.timesheets", "rates.prices"],
  ]);
});

test("hints without end are read less and less often, and the next one after them soon again", () => {
  const hintsFor = (seconds: number) => {
    for (let quarter = 0; quarter < 4 * seconds; quarter += 1) {
      refresh.hear(["timer.time-entries"]);
      vi.advanceTimersByTime(250);
    }
    return reads.splice(0).length;
  };
  expect(hintsFor(4)).toBeGreaterThanOrEqual(3);
  expect(hintsFor(60)).toBeLessThanOrEqual(16);
  vi.advanceTimersByTime(30_000);
  reads = [];
  refresh.hear(["timer.time-entries"]);
  vi.advanceTimersByTime(200);
  expect(reads).toEqual([["timer.time-entries"]]);
});

test("while somebody types nothing is read, and all of it when they are done", () => {
  busy = true;
  refresh.hear(["timer.timesheets"]);
  vi.advanceTimersByTime(10_000);
  refresh.hear(["rates.prices"]);
  vi.advanceTimersByTime(10_000);
  expect(reads).toEqual([]);
  busy = false;
  vi.advanceTimersByTime(1_000);
  expect(reads).toEqual([["timer.timesheets", "rates.prices"]]);
  busy = true;
  vi.advanceTimersByTime(10_000);
  expect(reads.length).toBe(1);
  busy = false;
  vi.advanceTimersByTime(1_000);
  expect(reads.length).toBe(2);
});
