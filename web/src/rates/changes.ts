import { asProblem, ProblemError } from "../api/problem.ts";
import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { data as of } from "../api/service.ts";
import type { Currency, Rule, RuleChange } from "./rates.ts";

type Schemas = RatesSchemas["schemas"];
export type Act = Schemas["ActRequest"];
export type Preview = Schemas["RateChangePreviewResponse"];
export type Change = Schemas["RateChangeSummary"];
export type DoneAct = Schemas["ActResponse"];
export type Figures = Schemas["WholeFiguresResponse"];

/** The act that somebody wants of a rate. */
export function actOf({ id, version, hourly }: Rule, change: RuleChange): Act {
  const named = { rate_id: id, version };
  if ("withdrawn" in change) return { withdraw: named };
  if ("lastDay" in change) return { end: { ...named, valid_to: change.lastDay } };
  const hourly_rate = { amount: change.amount, currency: hourly.currency as Currency };
  return { replace: { ...named, hourly_rate, valid_from: change.from } };
}

/** What one act would do. Its refusal names the fields as its form does. */
export async function preview(act: Act): Promise<Preview> {
  try {
    return await of(rates.POST("/v1/rate-changes/preview", { body: { acts: [act] } }));
  } catch (refused) {
    const problem = asProblem(refused);
    const errors = problem.errors?.map(({ field, reason }) => ({ field: fieldOfForm(field), reason }));
    throw new ProblemError(errors ? { ...problem, errors } : problem);
  }
}

/** `acts.0.replace.hourly_rate.amount` is `hourly_rate.amount` in a form of one act. */
export function fieldOfForm(field: string): string {
  return field.replace(/^acts\.\d+\.(create|end|withdraw|replace)\./, "");
}

export function apply({ token }: Preview): Promise<Schemas["RateChangeResponse"]> {
  return of(rates.POST("/v1/rate-changes", { body: { token } }));
}

export function undo(change_id: string): Promise<Preview> {
  return of(rates.POST("/v1/rate-changes/{change_id}/undo", { params: { path: { change_id } } }));
}

/** How much of it is done, from 0 to 1; what finds nothing to look at is done at once. */
export function share({ entries, entries_done, finished_at }: Change["progress"]): number {
  if (finished_at || entries === 0) return 1;
  return Math.min(entries_done / entries, 1);
}
