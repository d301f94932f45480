import { rates } from "../api/rates.ts";
import type { PagesOptions } from "../api/service.ts";
import { usePages } from "../api/usePages.ts";
import { type Cost, type Kind, type Rate, ruleOf } from "./rates.ts";

/** The rules of a kind: all that hold, will or did, as they were on record at a time. */
export function useRules(kind: Kind, knownAt: string | undefined) {
  const asked = { params: { query: { limit: 200, ...(knownAt && { known_at: knownAt }) } } };
  const pages = kind === "rate" ? rates.pages("/v1/rates", asked) : rates.pages("/v1/costs", asked);
  const read = usePages(pages as PagesOptions<Rate | Cost>);
  return { ...read, items: read.items.map(ruleOf) };
}
