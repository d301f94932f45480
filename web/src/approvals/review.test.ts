import { expect, test } from "vitest";
import { changesBetween } from "./changes.ts";
import { inOrder, neighbours } from "./order.ts";
import { hindrance, isClean, periodOf, reviewOf } from "./review.ts";
import { entry, sheet } from "./sheetFactory.ts";

const KNOWN = { today: "2026-11-23", unpriced: new Map<string, string>() };

test("nobody approves their own time, nor without it being known which is theirs", () => {
  const idas = sheet({ agent_id: "ida" });
  expect(hindrance(idas, { agentId: "ida" }, false)).toBe("own");
  expect(hindrance(idas, { agentId: null }, false)).toBe("unknown");
  expect(hindrance(idas, { agentId: "bo" }, false)).toBeUndefined();
  expect(hindrance(idas, { agentId: "ida" }, true)).toBeUndefined();
});

test("one's own sheet is not among those approved at once", () => {
  const read = { sheet: sheet({ seconds: 4 * 3600 }), entries: [entry()] };
  expect(isClean(reviewOf(read, KNOWN, undefined))).toBe(true);
  expect(isClean(reviewOf(read, KNOWN, "own"))).toBe(false);
});

test("a sheet that has more than the entries that were read is looked at, not approved at once", () => {
  const read = { sheet: sheet({ seconds: 5 * 3600 }), entries: [entry()] };
  expect(isClean(reviewOf(read, KNOWN, undefined))).toBe(false);
});

test("a period spans all sheets", () => {
  const later = sheet({ first_day: "2026-11-30", last_day: "2026-12-06" });
  expect(periodOf([later, sheet()])).toEqual({ first: "2026-11-23", last: "2026-12-06" });
  expect(periodOf([])).toBeNull();
});

test("sheets stand by week, then by name; a decided one has only a next", () => {
  const [ida, bo] = [sheet({ agent_id: "ida" }), sheet({ agent_id: "bo" })];
  const earlier = sheet({ first_day: "2026-11-16" });
  const ordered = inOrder(
    [ida, bo, earlier].map((one) => ({ sheet: one })),
    (id) => id,
  ).map((one) => one.sheet);
  expect(ordered).toEqual([earlier, bo, ida]);
  expect(neighbours(ordered, bo.id)).toEqual({ previous: earlier, next: ida });
  expect(neighbours(ordered, "approved")).toEqual({ previous: undefined, next: earlier });
});

test("between two readings entries came, went, or have other contents; versions alone are no change", () => {
  const [kept, gone, longer, came] = [entry(), entry(), entry(), entry()];
  const now = { ...longer, seconds: 60 };
  const before = { sheet: sheet({ state: "submitted" }), entries: [kept, gone, longer] };
  const after = { sheet: sheet({ state: "draft" }), entries: [{ ...kept, version: 2 }, now, came] };
  expect(changesBetween(before, after)).toEqual({
    state: { before: "submitted", after: "draft" },
    added: [came],
    removed: [gone],
    changed: [{ before: longer, after: now }],
  });
});
