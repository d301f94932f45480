import {
  type Asked,
  askedOf,
  known,
  queryOf,
  VALUED_DIMENSIONS,
  type ValuedDimension,
} from "../dimensions/asked.ts";
import type { Day } from "../time/workDate.ts";

export const USUAL = "organization";
export const STATES = ["logged", "approved", "billed", "written-off", "expected", "ready"] as const;
export const TREATMENTS = ["hourly", "included", "overage", "prepaid", "agreement"] as const;

export interface AskedRevenue extends Asked<ValuedDimension> {
  readonly state?: (typeof STATES)[number];
  readonly treatment?: (typeof TREATMENTS)[number];
}

/** What the address asks for: how time is split, and which time counts. */
export function askedRevenue(search: URLSearchParams): AskedRevenue {
  const state = known(search, STATES, "state");
  const treatment = known(search, TREATMENTS, "treatment");
  return {
    ...askedOf<ValuedDimension>(search, VALUED_DIMENSIONS, USUAL),
    ...(state ? { state } : {}),
    ...(treatment ? { treatment } : {}),
  };
}

/** The same for the API. */
export function revenueQuery({ state, treatment, ...asked }: AskedRevenue, today: Day) {
  return { ...queryOf(asked, today), ...(state ? { state } : {}), ...(treatment ? { treatment } : {}) };
}
