import { expect, test } from "vitest";
import { agreementOf, blockOf, countOf, secondsOf } from "./typed.ts";

const CUSTOMER = { organization_id: "c", project_ids: [], service_type_ids: [] };
const COMMON = { name: "Support", currency: "dkk", first_day: "2026-11-01", last_day: "", renews_months: "" };

test("hours are typed as anywhere, and may be more than a day has", () => {
  expect(secondsOf("20")).toBe(72_000);
  expect(secondsOf("20:30")).toBe(73_800);
  expect(secondsOf("")).toBe(0);
  expect(secondsOf("twenty")).toBe(-1);
});

test("what is no whole number is sent on as one that is refused", () => {
  expect(countOf("3")).toBe(3);
  expect(countOf(" ")).toBeNull();
  expect(countOf("three")).toBe(0);
});

test("a monthly fee has hours, rollover and a rise; a minimum of spending has neither hours nor rollover", () => {
  const values = {
    ...COMMON,
    "terms.0.amount": "18000",
    "terms.0.included_seconds": "20",
    "rollover.mode": "capped",
    "rollover.cap_seconds": "10",
    "rollover.expiry_months": "3",
    "indexing.percent": "2.5",
    "indexing.month": "1",
    in_advance: "true",
    prorate: "on",
  };
  expect(agreementOf(values, { ...CUSTOMER, kind: "monthly-minimum" })).toMatchObject({
    currency: "DKK",
    last_day: null,
    renews_months: null,
    terms: [{ valid_from: "2026-11-01", amount: "18000", included_seconds: 72_000 }],
    rollover: { mode: "capped", cap_seconds: 36_000, expiry_months: 3 },
    indexing: { percent: "2.5", month: 1, day: 1 },
    in_advance: true,
    prorate: true,
  });
  const minimum = agreementOf(
    { ...COMMON, "terms.0.amount": "5000", "indexing.percent": "" },
    { ...CUSTOMER, kind: "spend-minimum" },
  );
  expect(minimum).toMatchObject({ terms: [{ included_seconds: 0 }], indexing: null });
  expect(minimum).not.toHaveProperty("rollover");
  expect(minimum).not.toHaveProperty("in_advance");
});

test("a cap that was typed stays away when everything rolls over", () => {
  const values = { ...COMMON, "rollover.mode": "all", "rollover.cap_seconds": "10" };
  expect(agreementOf(values, { ...CUSTOMER, kind: "monthly-minimum" }).rollover).toEqual({
    mode: "all",
    cap_seconds: null,
    expiry_months: null,
  });
});

test("a fixed price has its parts in order and nothing of months; what is prepaid has blocks later", () => {
  const values = {
    ...COMMON,
    "milestones.0.name": "Design",
    "milestones.0.amount": "10000",
    "milestones.1.name": "Launch",
    "milestones.1.amount": "",
  };
  const fixed = agreementOf(values, { ...CUSTOMER, kind: "fixed-price" });
  expect(fixed.milestones).toEqual([
    { name: "Design", amount: "10000" },
    { name: "Launch", amount: "" },
  ]);
  expect(fixed).not.toHaveProperty("terms");
  expect(agreementOf(values, { ...CUSTOMER, kind: "prepaid-hours" })).not.toHaveProperty("milestones");
});

test("a block is of hours or of money, by its agreement", () => {
  const values = { bought_on: "2026-11-02", price: "9000", seconds: "10", amount: "1", expires_on: "" };
  expect(blockOf(values, "prepaid-hours")).toMatchObject({ seconds: 36_000, amount: null, expires_on: null });
  expect(blockOf(values, "prepaid-amount")).toMatchObject({ seconds: null, amount: "1" });
});
