import { expect, test } from "vitest";
import { askedIn, daysOf, type Part, percentOf, type Report, rowsOf } from "./report.ts";

test("the address says what is shown, and what makes no sense there is the usual", () => {
  const asked = (search: string) => askedIn(new URLSearchParams(search));
  expect(asked("")).toEqual({ period: "month", by: "agent", thenBy: null });
  expect(asked("period=year&by=team&then=week")).toEqual({ period: "year", by: "team", thenBy: "week" });
  expect(asked("period=age&by=team&then=team")).toEqual({ period: "month", by: "team", thenBy: null });
});

test("periods are those of today", () => {
  const days = (period: Parameters<typeof daysOf>[0]) => Object.values(daysOf(period, "2026-03-04"));
  expect(days("week")).toEqual(["2026-03-02", "2026-03-08"]);
  expect(days("month")).toEqual(["2026-03-01", "2026-03-31"]);
  expect(days("last-month")).toEqual(["2026-02-01", "2026-02-28"]);
  expect(days("year")).toEqual(["2026-01-01", "2026-12-31"]);
});

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
