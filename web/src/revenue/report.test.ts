import { expect, test } from "vitest";
import {
  coveredSeconds,
  type Figures,
  type Part,
  type Report,
  rowsOf,
  unpricedSeconds,
  waitsForApproval,
} from "./report.ts";

test("parts stand below their group", () => {
  const part = (id: string | null, day: string | null) => ({ id, day, name: null }) as Part;
  const report = {
    groups: [
      { ...part("a", null), parts: [part(null, "2026-02-01"), part(null, "2026-03-01")] },
      { ...part(null, null), parts: [] },
    ],
  } as unknown as Report;
  expect(rowsOf(report).map(({ key, inner }) => [key, inner])).toEqual([
    ["a", false],
    ["a 2026-02-01", true],
    ["a 2026-03-01", true],
    ["none", false],
  ]);
});

test("time that is not billable misses no price", () => {
  const unpriced = [
    { reason: "no-rate", entries: 1, seconds: 60 },
    { reason: "not-billable", entries: 1, seconds: 3600 },
    { reason: "no-organization", entries: 2, seconds: 30 },
  ] as const;
  expect(unpricedSeconds({ unpriced: [...unpriced] })).toBe(90);
});

test("states and treatments, which have names only, are rows apart", () => {
  const groups = ["approved", "logged"].map((name) => ({ id: null, day: null, name, parts: [] }));
  expect(rowsOf({ groups } as unknown as Report).map(({ key }) => key)).toEqual(["approved", "logged"]);
});

test("what is to bill is told apart while some of it is not approved, and what agreements cover is summed", () => {
  const earning = (logged_seconds: number, included_seconds: number, prepaid_seconds: number) =>
    ({ logged_seconds, included_seconds, prepaid_seconds }) as Figures["earnings"][number];
  const figures = { earnings: [earning(0, 60, 0), earning(0, 30, 5)] };
  expect(waitsForApproval(figures)).toBe(false);
  expect(waitsForApproval({ earnings: [earning(0, 0, 0), earning(1, 0, 0)] })).toBe(true);
  expect([coveredSeconds(figures, "included"), coveredSeconds(figures, "prepaid")]).toEqual([90, 5]);
});
