import { queryOptions } from "@tanstack/react-query";
import { rates } from "../api/rates.ts";
import { data } from "../api/service.ts";
import type { Day } from "../time/workDate.ts";

/** Why billable entries of a period have no price, by entry. */
export function unpricedQuery(period: { readonly first: Day; readonly last: Day } | null) {
  return queryOptions({
    queryKey: ["rates", "unpriced-entries", period],
    enabled: period !== null,
    queryFn: async () => {
      const reasons = new Map<string, string>();
      let cursor: string | null | undefined;
      do {
        const days = { first_day: period?.first, last_day: period?.last, limit: 200 };
        const query = { ...days, ...(cursor ? { cursor } : {}) };
        const page = await data(rates.GET("/v1/unpriced-entries", { params: { query } }));
        for (const { entry_id, reason } of page.items) reasons.set(entry_id, reason);
        cursor = page.next_cursor;
      } while (cursor);
      return reasons;
    },
  });
}
