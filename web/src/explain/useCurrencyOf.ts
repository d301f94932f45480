import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { listQuery } from "../directory/lists.ts";
import type { PricedEntry } from "./SetPrices.tsx";

/** The currency in which these entries' customer is invoiced; the account's where they have several. Nothing until it is known. */
export function useCurrencyOf(entries: readonly PricedEntry[]): string | undefined {
  const customers = useQuery(listQuery("organizations")).data;
  const settings = useQuery(timer.query("/v1/settings")).data;
  if (!customers || !settings) return undefined;
  const ids = new Set(entries.map(({ organization_id }) => organization_id));
  const [only] = ids.size === 1 ? customers.filter(({ id }) => ids.has(id)) : [];
  return only?.currency ?? settings.currency;
}
