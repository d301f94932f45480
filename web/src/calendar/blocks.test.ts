import { expect, test } from "vitest";
import type { Timed } from "../time/endOf.ts";
import { blocksOf, hoursShown } from "./blocks.ts";

const CPH = "Europe/Copenhagen";
const DAY = "2026-11-25";
const entry = (id: string, started_at: string | null, minutes: number) => ({
  ...{ id, started_at, seconds: minutes * 60 },
});
const shown = (entries: readonly (Timed & { id: string })[], day = DAY) =>
  blocksOf(entries, day, CPH).map(({ entry: { id }, from, to, lane, lanes }) => [id, from, to, lane, lanes]);

test("work stands where it was on the wall's clock", () => {
  expect(shown([entry("a", "2026-11-25T08:00:00Z", 90)])).toEqual([["a", 540, 630, 0, 1]]);
});

test("work without a start has no place in the day", () => {
  expect(shown([entry("a", null, 90)])).toEqual([]);
});

test("pauses lie between the start and the end", () => {
  expect(shown([{ ...entry("a", "2026-11-25T08:00:00Z", 90), break_seconds: 1800 }])).toEqual([
    ["a", 540, 660, 0, 1],
  ]);
});

test("what goes on past midnight is cut there and goes on the next day", () => {
  const night = [entry("a", "2026-11-25T22:00:00Z", 120)];
  expect(shown(night)).toEqual([["a", 1380, 1440, 0, 1]]);
  expect(shown(night, "2026-11-26")).toEqual([["a", 0, 60, 0, 1]]);
  expect(shown([entry("a", "2026-11-25T22:00:00Z", 60)], "2026-11-26")).toEqual([]);
});

test("a minute of work is high enough to be read, also just before midnight", () => {
  expect(shown([entry("a", "2026-11-25T08:00:00Z", 1)])).toEqual([["a", 540, 560, 0, 1]]);
  expect(shown([entry("a", "2026-11-25T22:58:00Z", 1)])).toEqual([["a", 1420, 1440, 0, 1]]);
});

test("the hour that summer time takes is not worked", () => {
  const night = [entry("a", "2026-03-29T00:30:00Z", 60)];
  expect(shown(night, "2026-03-29")).toEqual([["a", 90, 210, 0, 1]]);
});

test("what overlaps stands beside each other, and alone again afterwards", () => {
  const found = shown([
    entry("long", "2026-11-25T08:00:00Z", 120),
    entry("beside", "2026-11-25T08:30:00Z", 30),
    entry("beside too", "2026-11-25T09:00:00Z", 30),
    entry("alone", "2026-11-25T10:00:00Z", 30),
  ]);
  expect(found).toEqual([
    ["long", 540, 660, 0, 2],
    ["beside", 570, 600, 1, 2],
    ["beside too", 600, 630, 1, 2],
    ["alone", 660, 690, 0, 1],
  ]);
});

test("the usual hours are shown, and more when somebody worked in them", () => {
  expect(hoursShown([])).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
  expect(hoursShown([{ from: 375, to: 1085 }])).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
});
