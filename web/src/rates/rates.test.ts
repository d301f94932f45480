import { expect, test } from "vitest";
import { hourlyField, type Rate, ruleOf } from "./rates.ts";

const hourly = { amount: "412.50", currency: "DKK" } as Rate["hourly_rate"];
const rule = {
  id: "01",
  version: 2,
  project_id: null,
  organization_id: null,
  agent_id: null,
  team_id: null,
  service_type_id: null,
  weight: 0,
  valid_from: "2026-01-01",
  valid_to: null,
  recorded_at: "2026-01-01T00:00:00Z",
  superseded_at: null,
};

test("a rate and a cost are rules that differ in what their amount is called", () => {
  expect(ruleOf({ ...rule, hourly_rate: hourly })).toEqual({ ...rule, kind: "rate", hourly });
  expect(ruleOf({ ...rule, hourly_cost: hourly })).toEqual({ ...rule, kind: "cost", hourly });
});

test("a refusal names the field by what the service calls it", () => {
  expect([hourlyField("rate"), hourlyField("cost")]).toEqual(["hourly_rate", "hourly_cost"]);
});
