import { type RatesSchemas, rates } from "../api/rates.ts";
import { data, ifMatch } from "../api/service.ts";

type Schemas = RatesSchemas["schemas"];
export type Price = Schemas["PriceResponse"];
export type Override = Schemas["OverrideResponse"];
export type NewOverride = Schemas["OverrideRequest"];
export type Currency = NewOverride["hourly_rate"]["currency"];

/** Sets what an hour of the entry costs, in place of what was set before. */
export function setPrice(price: Price, body: NewOverride): Promise<Override> {
  const path = { entry_id: price.entry_id };
  const header = price.override ? ifMatch(price.override) : {};
  return data(rates.PUT("/v1/prices/{entry_id}/override", { params: { path, header }, body }));
}

/** Lets the rates decide again. */
export async function removePrice(override: Override): Promise<void> {
  const params = { path: { entry_id: override.entry_id }, header: ifMatch(override) };
  await rates.DELETE("/v1/prices/{entry_id}/override", { params });
}

/** Sets the same price on entries that have none by hand: on all of them or on none. */
export async function setPrices(
  entries: readonly { readonly entry_id: string }[],
  body: NewOverride,
): Promise<void> {
  const overrides = entries.map(({ entry_id }) => ({ entry_id, ...body }));
  await rates.POST("/v1/overrides", { body: { overrides } });
}
