import { expect, test } from "vitest";
import { isSome, partsOf, toneOf, typedBudget, typedThresholds } from "./budget.ts";

const used = (billed: number, logged: number, forecast: number, approved = billed) => ({
  billed_percent: billed,
  approved_percent: approved,
  used_percent: logged,
  forecast_percent: forecast,
});

test("a bar is as long as the budget", () => {
  expect(partsOf(used(20, 50, 90, 30))).toEqual({
    billed: 20,
    approved: 10,
    logged: 20,
    planned: 40,
    budget: 100,
  });
});

test("a bar is as long as a forecast that exceeds the budget", () => {
  expect(partsOf(used(50, 100, 200))).toEqual({
    billed: 25,
    approved: 0,
    logged: 25,
    planned: 50,
    budget: 50,
  });
});

test("without a budget there is no bar", () => {
  const none = { billed_percent: null, approved_percent: null, used_percent: null, forecast_percent: null };
  expect(partsOf(none)).toBeNull();
});

test("a budget warns when it will be exceeded, and is in danger when it is", () => {
  expect(toneOf(used(0, 10, 100))).toBe("ok");
  expect(toneOf(used(0, 10, 101))).toBe("warn");
  expect(toneOf(used(0, 101, 101))).toBe("danger");
});

test("a typed budget has seconds and money, or neither", () => {
  const values = {
    budget_seconds: "40",
    budget_money: "1000.50",
    budget_currency: "DKK",
    period: "month",
    thresholds: "50; 80 100",
    valid_from: "2026-11-01",
    valid_to: "",
  };
  expect(typedBudget(values, "c")).toEqual({
    organization_id: "c",
    budget_seconds: 144_000,
    budget_money: { amount: "1000.50", currency: "DKK" },
    period: "month",
    thresholds: [50, 80, 100],
    valid_from: "2026-11-01",
    valid_to: null,
  });
  expect(typedBudget({ ...values, budget_seconds: "", budget_money: "" }, "c")).toMatchObject({
    budget_seconds: null,
    budget_money: null,
  });
});

test("thresholds may be none", () => {
  expect(typedThresholds({ thresholds: " " })).toEqual([]);
});

test("what a plan makes less of has no width", () => {
  const used = { billed_percent: 20, approved_percent: 30, used_percent: 50, forecast_percent: 40 };
  expect(partsOf(used)).toMatchObject({ logged: 20, planned: 0 });
});

test("money is some unless it is nothing", () => {
  expect(["0.00", "-0.40", "0"].map((amount) => isSome({ amount }))).toEqual([false, true, false]);
});
