import type { RatesSchemas } from "../api/rates.ts";

export type Rate = RatesSchemas["schemas"]["RateResponse"];

/** The rates that can price work for a customer: its own, its projects', and those for everybody; the most specific first. */
export function ratesOf(rates: readonly Rate[], customerId: string, projectIds: readonly string[]): Rate[] {
  const holds = ({ project_id, organization_id }: Rate) =>
    (!organization_id || organization_id === customerId) && (!project_id || projectIds.includes(project_id));
  return rates.filter(holds).sort((one, other) => other.weight - one.weight);
}
