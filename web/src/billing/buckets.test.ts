import { expect, test } from "vitest";
import { type Buckets, bucketOf, likelyMonth, monthsUntil, waiting } from "./buckets.ts";

const NOTHING: Buckets = {
  organization_id: null,
  unpriced: 0,
  held: 0,
  ready: 0,
  held_back: 0,
  claimed_by_drafts: 0,
  written_off: 0,
};

test("only customers with time that waits are listed, the most that is ready first", () => {
  const writtenOff = { ...NOTHING, organization_id: "a", written_off: 3600 };
  const little = { ...NOTHING, organization_id: "b", ready: 60 };
  const much = { ...NOTHING, organization_id: "c", ready: 7200 };
  const unpriced = { ...NOTHING, organization_id: "d", unpriced: 9000 };
  const held = { ...NOTHING, organization_id: "e", ready: 8000, held_back: 8000 };
  expect(waiting([writtenOff, unpriced, held, little, much]).map((one) => one.organization_id)).toEqual([
    "c",
    "b",
    "d",
    "e",
  ]);
});

test("months end on their last day, across the year", () => {
  expect(monthsUntil("2026-02-10", 3)).toEqual([
    { first: "2026-02-01", last: "2026-02-28" },
    { first: "2026-01-01", last: "2026-01-31" },
    { first: "2025-12-01", last: "2025-12-31" },
  ]);
});

test("the latest whole month with ready time is proposed, else this month", () => {
  const months = monthsUntil("2026-11-25", 3);
  expect(likelyMonth(months, [500, 0, 60]).first).toBe("2026-09-01");
  expect(likelyMonth(months, [500, 30, 60]).first).toBe("2026-10-01");
  expect(likelyMonth(months, [0, 0, 0]).first).toBe("2026-11-01");
});

test("an address names a bucket or none", () => {
  expect(bucketOf("unpriced")).toBe("unpriced");
  expect(bucketOf("billed")).toBeNull();
});
