import { csvBody } from "../api/csvBody.ts";
import { asProblem, ProblemError } from "../api/problem.ts";
import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { data as of } from "../api/service.ts";
import { type Currency, type Kind, type Rule, type RuleChange, ruleOf } from "./rates.ts";

type Schemas = RatesSchemas["schemas"];
export type Act = Schemas["ActRequest"];
type CostAct = Schemas["CostActRequest"];
type OfRates = Schemas["RateChangePreviewResponse"] | Schemas["RateChangeSummary"];
type OfCosts = Schemas["CostChangePreviewResponse"] | Schemas["CostChangeSummary"];
export type Given = Schemas["RateChangeSummary"] | Schemas["CostChangeSummary"];
export type Figures = Schemas["WholeFiguresResponse"];

/** What is done to one rate or cost. */
export interface DoneAct {
  readonly act: Schemas["ActResponse"]["act"];
  readonly before: Rule | null;
  readonly after: readonly Rule[];
}

interface OfRules {
  readonly kind: Kind;
  readonly acts: readonly DoneAct[];
}

/** A change of rates or of costs that is looked at, or that was done: they differ in nothing but their rules. */
export type Preview = OfRules & Omit<Schemas["RateChangePreviewResponse"], "acts">;
export type Change = OfRules & Omit<Schemas["RateChangeSummary"], "acts">;

export function changeOf<Given extends OfRates | OfCosts>(kind: Kind, given: Given) {
  const acts = given.acts.map(({ act, before, after }) => ({
    act,
    before: before && ruleOf(before),
    after: after.map(ruleOf),
  }));
  return { ...given, kind, acts };
}

/** The act that somebody wants of a rate. */
export function actOf({ id, version, hourly }: Rule, change: RuleChange): Act {
  const named = { rate_id: id, version };
  if ("withdrawn" in change) return { withdraw: named };
  if ("lastDay" in change) return { end: { ...named, valid_to: change.lastDay } };
  return { replace: { ...named, hourly_rate: moneyOf(change.amount, hourly), valid_from: change.from } };
}

/** The act that somebody wants of a cost. */
function costActOf({ id, version, hourly }: Rule, change: RuleChange): CostAct {
  const named = { cost_id: id, version };
  if ("withdrawn" in change) return { withdraw: named };
  if ("lastDay" in change) return { end: { ...named, valid_to: change.lastDay } };
  return { replace: { ...named, hourly_cost: moneyOf(change.amount, hourly), valid_from: change.from } };
}

function moneyOf(amount: string, { currency }: Rule["hourly"]) {
  return { amount, currency: currency as Currency };
}

/** What one act would do. Its refusal names the fields as its form does. */
export async function preview(rule: Rule, change: RuleChange): Promise<Preview> {
  try {
    return rule.kind === "rate"
      ? await previewRates([actOf(rule, change)])
      : await previewCosts([costActOf(rule, change)]);
  } catch (refused) {
    const problem = asProblem(refused);
    const errors = problem.errors?.map(({ field, reason }) => ({ field: fieldOfForm(field), reason }));
    throw new ProblemError(errors ? { ...problem, errors } : problem);
  }
}

export async function previewRates(acts: Act[]): Promise<Preview> {
  return changeOf("rate", await of(rates.POST("/v1/rate-changes/preview", { body: { acts } })));
}

async function previewCosts(acts: CostAct[]): Promise<Preview> {
  return changeOf("cost", await of(rates.POST("/v1/cost-changes/preview", { body: { acts } })));
}

/** `acts.0.replace.hourly_rate.amount` is `hourly_rate.amount` in a form of one act. */
export function fieldOfForm(field: string): string {
  return field.replace(/^acts\.\d+\.(create|end|withdraw|replace)\./, "");
}

/** What the rows of a file would do. */
export async function previewFile(kind: Kind, file: File): Promise<Preview> {
  return kind === "rate"
    ? changeOf(kind, await of(rates.POST("/v1/rate-changes/preview-file", csvBody(file))))
    : changeOf(kind, await of(rates.POST("/v1/cost-changes/preview-file", csvBody(file))));
}

export async function apply({ kind, token }: Preview): Promise<void> {
  const body = { token };
  await (kind === "rate"
    ? rates.POST("/v1/rate-changes", { body })
    : rates.POST("/v1/cost-changes", { body }));
}

export async function undo(kind: Kind, change_id: string): Promise<Preview> {
  const params = { path: { change_id } };
  return kind === "rate"
    ? changeOf(kind, await of(rates.POST("/v1/rate-changes/{change_id}/undo", { params })))
    : changeOf(kind, await of(rates.POST("/v1/cost-changes/{change_id}/undo", { params })));
}

/** How much of it is done, from 0 to 1; what finds nothing to look at is done at once. */
export function share({ entries, entries_done, finished_at }: Change["progress"]): number {
  if (finished_at || entries === 0) return 1;
  return Math.min(entries_done / entries, 1);
}
