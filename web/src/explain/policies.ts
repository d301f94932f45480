import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { ifMatch, data as of } from "../api/service.ts";
import { addDays, type Day } from "../time/workDate.ts";
import { changeOf } from "./change.ts";

export type Policy = RatesSchemas["schemas"]["RoundingPolicyResponse"];
export type NewPolicy = RatesSchemas["schemas"]["CreateRoundingPolicyRequest"];
/** How to round; null: as whatever holds when there is no policy. */
export type Rounding = Omit<NewPolicy, "organization_id" | "valid_from" | "valid_to"> | null;

/** Another way of rounding from a day on, for a customer or (null) the account. */
export async function change(
  held: readonly Policy[],
  organization_id: string | null,
  rounding: Rounding,
  from: Day,
): Promise<void> {
  const { ends, replaces, validTo } = changeOf(held, from);
  const then = ends ?? replaces;
  if (rounding && then) await replace(then, rounding, from);
  else if (rounding) await create({ ...rounding, organization_id, valid_from: from, valid_to: validTo });
  else if (replaces) await withdraw(replaces);
  else if (ends) await end(ends, addDays(from, -1));
}

function replace(policy: Policy, rounding: NonNullable<Rounding>, valid_from: Day) {
  const params = { path: { policy_id: policy.id }, header: ifMatch(policy) };
  const body = { ...rounding, valid_from };
  return of(rates.POST("/v1/rounding-policies/{policy_id}/replace", { params, body }));
}

function create({
  organization_id,
  mode,
  step_seconds,
  scope,
  minimum_seconds,
  valid_from,
  valid_to,
}: NewPolicy) {
  const body = { organization_id, mode, step_seconds, scope, minimum_seconds, valid_from, valid_to };
  return of(rates.POST("/v1/rounding-policies", { body }));
}

function end(policy: Policy, valid_to: Day | null): Promise<Policy> {
  const params = { path: { policy_id: policy.id }, header: ifMatch(policy) };
  return of(rates.PATCH("/v1/rounding-policies/{policy_id}", { params, body: { valid_to } }));
}

export async function withdraw(policy: Policy): Promise<void> {
  await rates.DELETE("/v1/rounding-policies/{policy_id}", {
    params: { path: { policy_id: policy.id }, header: ifMatch(policy) },
  });
}
