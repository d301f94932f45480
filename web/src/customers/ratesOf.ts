import type { RatesSchemas } from "../api/rates.ts";

export type Rate = RatesSchemas["schemas"]["RateResponse"];

/** The rates that can price work for a customer: its own, its projects', and those for everybody; the most specific first.
 *
 * `names` has the customer first, then those that were merged into it: what was agreed with them holds where nothing else was. */
export function ratesOf(
  rates: readonly Rate[],
  names: readonly string[],
  projectIds: readonly string[],
): Rate[] {
  const holds = ({ project_id, organization_id }: Rate) =>
    (!organization_id || names.includes(organization_id)) && (!project_id || projectIds.includes(project_id));
  const ofMerged = ({ organization_id }: Rate) => Number(!!organization_id && organization_id !== names[0]);
  return rates
    .filter(holds)
    .sort((one, other) => other.weight - one.weight || ofMerged(one) - ofMerged(other));
}
