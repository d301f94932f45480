import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { ifMatch, data as of } from "../api/service.ts";
import { addDays, type Day } from "../time/workDate.ts";
import { type Change, changeOf } from "./change.ts";

export type Policy = RatesSchemas["schemas"]["RoundingPolicyResponse"];
export type NewPolicy = RatesSchemas["schemas"]["CreateRoundingPolicyRequest"];
/** How to round; null: as whatever holds when there is no policy. */
export type Rounding = Omit<NewPolicy, "organization_id" | "valid_from" | "valid_to"> | null;

/** Another way of rounding from a day on, for a customer or (null) the account. Refused, all is as it was. */
export async function change(
  held: readonly Policy[],
  organization_id: string | null,
  rounding: Rounding,
  from: Day,
): Promise<void> {
  const { ends, replaces, validTo } = changeOf(held, from);
  if (replaces) await withdraw(replaces);
  const ended = ends && (await end(ends, addDays(from, -1)));
  if (!rounding) return;
  try {
    await create({ ...rounding, organization_id, valid_from: from, valid_to: validTo });
  } catch (refused) {
    await undo({ ends: ended, replaces, validTo }, ends);
    throw refused;
  }
}

async function undo({ ends, replaces }: Change<Policy>, before: Policy | undefined): Promise<void> {
  if (ends && before) await end(ends, before.valid_to);
  if (replaces) await create(replaces as NewPolicy);
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
