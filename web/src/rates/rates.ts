import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { data as of } from "../api/service.ts";
import type { Day } from "../time/workDate.ts";

type Schemas = RatesSchemas["schemas"];
export type Rate = Schemas["RateResponse"];
export type Cost = Schemas["CostResponse"];
export type Candidate = Schemas["CandidateResponse"];
export type Currency = Schemas["CreateRateRequest"]["hourly_rate"]["currency"];

export type ForeignEntry = Schemas["ForeignCurrencyEntryResponse"];

/** What an hour is charged at, or what it costs the account. */
export type Kind = "rate" | "cost";

/** A rate or a cost: they have all but the name of their amount in common. */
export interface Rule extends Omit<Rate, "hourly_rate"> {
  readonly kind: Kind;
  readonly hourly: Rate["hourly_rate"];
}

export interface NewRule extends Omit<Schemas["CreateRateRequest"], "hourly_rate"> {
  readonly hourly: { amount: string; currency: Currency };
}

export function ruleOf(given: Rate | Cost): Rule {
  if ("hourly_cost" in given) {
    const { hourly_cost: hourly, ...cost } = given;
    return { kind: "cost", hourly, ...cost };
  }
  const { hourly_rate: hourly, ...rate } = given;
  return { kind: "rate", hourly, ...rate };
}

/** The field of a form that the amount is, as the service names it. */
export const hourlyField = (kind: Kind) => (kind === "rate" ? "hourly_rate" : "hourly_cost");

export async function create(kind: Kind, { hourly, ...rule }: NewRule): Promise<Rule> {
  return ruleOf(
    kind === "rate"
      ? await of(rates.POST("/v1/rates", { body: { hourly_rate: hourly, ...rule } }))
      : await of(rates.POST("/v1/costs", { body: { hourly_cost: hourly, ...rule } })),
  );
}

/** Another amount from a day on, another end, or that a rule had never been. */
export type RuleChange =
  | { readonly amount: string; readonly from: Day }
  | { readonly lastDay: Day | null }
  | { readonly withdrawn: true };
