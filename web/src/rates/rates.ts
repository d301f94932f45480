import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { ifMatch, data as of } from "../api/service.ts";
import { addDays, type Day } from "../time/workDate.ts";

export type Rate = RatesSchemas["schemas"]["RateResponse"];
export type Candidate = RatesSchemas["schemas"]["CandidateResponse"];
export type Currency = NewRate["hourly_rate"]["currency"];
export type NewRate = RatesSchemas["schemas"]["CreateRateRequest"];

export function create(body: NewRate): Promise<Rate> {
  return of(rates.POST("/v1/rates", { body }));
}

export function end(rate: Rate, validTo: Day | null): Promise<Rate> {
  const params = { path: { rate_id: rate.id }, header: ifMatch(rate) };
  return of(rates.PATCH("/v1/rates/{rate_id}", { params, body: { valid_to: validTo } }));
}

export async function withdraw(rate: Rate): Promise<void> {
  await rates.DELETE("/v1/rates/{rate_id}", {
    params: { path: { rate_id: rate.id }, header: ifMatch(rate) },
  });
}

/** Another amount from a day on: the rate ends the day before, and the next one begins. Refused, all is as it was. */
export async function change(rate: Rate, amount: string, from: Day): Promise<Rate> {
  const ended = await end(rate, addDays(from, -1));
  const { project_id, organization_id, agent_id, service_type_id, valid_to } = rate;
  const scope = { project_id, organization_id, agent_id, service_type_id };
  const hourly_rate = { amount, currency: rate.hourly_rate.currency as Currency };
  try {
    return await create({ ...scope, hourly_rate, valid_from: from, valid_to });
  } catch (refused) {
    await end(ended, valid_to);
    throw refused;
  }
}
