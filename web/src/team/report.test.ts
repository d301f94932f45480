import { expect, test } from "vitest";
import { type Part, percentOf, type Report, rowsOf } from "./report.ts";

test("parts stand below their group", () => {
  const part = (id: string | null, day: string | null) => ({ id, day }) as Part;
  const report = {
    groups: [
      { ...part("a", null), parts: [part(null, "2026-03-02"), part(null, "2026-03-09")] },
      { ...part(null, null), parts: [] },
    ],
  } as unknown as Report;
  expect(rowsOf(report).map(({ key, inner }) => [key, inner])).toEqual([
    ["a", false],
    ["a 2026-03-02", true],
    ["a 2026-03-09", true],
    ["none", false],
  ]);
});

test("shares are shown as whole percent", () => {
  expect([0, 0.125, 1.2].map(percentOf)).toEqual(["0", "13", "120"]);
});
