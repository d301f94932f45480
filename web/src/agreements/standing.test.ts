import { expect, test } from "vitest";
import type { Agreement, Balance } from "./agreement.ts";
import { hoursOf, nextCharge, percentOf, toneOf } from "./standing.ts";

const MONTH = {
  included_seconds: 72_000,
  used_seconds: 54_000,
  remaining_seconds: 18_000,
  overage_seconds: 0,
  amount: "18000.00",
  billable_from: "2026-12-01",
  closed_at: null,
};
const BLOCK = { seconds: 36_000, usable: true, price: "9000", bought_on: "2026-11-02", invoice_id: "i" };
const AGREEMENT = { milestones: [] } as unknown as Agreement;

function balance(part: object): Balance {
  return {
    kind: "monthly-minimum",
    month: null,
    blocks: [],
    remaining_seconds: null,
    ...part,
  } as unknown as Balance;
}

test("the hours of a month are told, and those of blocks that are paid and have not expired", () => {
  expect(hoursOf(balance({ month: MONTH }))).toEqual({
    used: 54_000,
    whole: 72_000,
    remaining: 18_000,
    overage: 0,
  });
  const blocks = [BLOCK, { ...BLOCK, usable: false }];
  const prepaid = balance({ kind: "prepaid-hours", remaining_seconds: 9_000, blocks });
  expect(hoursOf(prepaid)).toMatchObject({ used: 27_000, whole: 36_000 });
});

test("what has no hours has none to tell", () => {
  expect(hoursOf(balance({ kind: "spend-minimum", month: { ...MONTH, included_seconds: 0 } }))).toBeNull();
  expect(hoursOf(balance({ kind: "prepaid-hours", remaining_seconds: 0 }))).toBeNull();
  expect(hoursOf(balance({ kind: "prepaid-amount", blocks: [BLOCK] }))).toBeNull();
});

test("a bar is full at all hours, warns before, and alarms when hours exceed them", () => {
  const hours = { used: 79, whole: 100, remaining: 21, overage: 0 };
  expect([percentOf(hours), toneOf(hours)]).toEqual([79, "ok"]);
  expect(toneOf({ ...hours, used: 80 })).toBe("warn");
  expect(toneOf({ ...hours, used: 100, overage: 1 })).toBe("danger");
  expect(percentOf({ ...hours, used: 120 })).toBe(100);
});

test("the next charge is the month's, else a block that no invoice has, else a part that is not reached", () => {
  expect(nextCharge(AGREEMENT, balance({ month: MONTH }))).toEqual({
    amount: "18000.00",
    from: "2026-12-01",
    part: null,
  });
  expect(
    nextCharge(AGREEMENT, balance({ month: { ...MONTH, closed_at: "2026-12-02T08:00:00Z" } })),
  ).toBeNull();
  const blocks = [BLOCK, { ...BLOCK, invoice_id: null, price: "8000" }];
  expect(nextCharge(AGREEMENT, balance({ kind: "prepaid-hours", blocks }))?.amount).toBe("8000");
  const milestones = [
    { name: "Design", amount: "1", reached_on: "2026-11-01" },
    { name: "Launch", amount: "2", reached_on: null },
  ];
  const fixed = { milestones } as unknown as Agreement;
  expect(nextCharge(fixed, balance({ kind: "fixed-price" }))).toMatchObject({ amount: "2", part: "Launch" });
  expect(nextCharge(AGREEMENT, balance({ kind: "fixed-price" }))).toBeNull();
});
