import { expect, test } from "vitest";
import { expenseOf } from "./expense.ts";

const VALUES = {
  organization_id: "c",
  spent_on: "2026-09-12",
  description: "Train",
  currency: "DKK",
  amount: "320.00",
  distance_km: "42.5",
  rate_per_km: "3.79",
  category_id: "",
};

test("an expense is an amount or a distance, never both", () => {
  expect(expenseOf(VALUES, "amount", true)).toMatchObject({ amount: "320.00", category_id: null });
  expect(expenseOf(VALUES, "amount", true)).not.toHaveProperty("distance_km");
  const driven = expenseOf(VALUES, "distance", false);
  expect(driven).toMatchObject({ distance_km: "42.5", rate_per_km: "3.79", billable: false });
  expect(driven).not.toHaveProperty("amount");
});
