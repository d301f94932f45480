import { queryOptions } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { rates } from "../api/rates.ts";
import { data } from "../api/service.ts";
import type { Day } from "../time/workDate.ts";

/** Why billable entries of a period have no price, by entry. */
export function unpricedQuery(period: { readonly first: Day; readonly last: Day } | null) {
  return queryOptions({
    queryKey: ["rates", "unpriced-entries", period],
    enabled: period !== null,
    queryFn: async () => {
      const days = { first_day: period?.first, last_day: period?.last };
      const found = await everyPage((page) =>
        data(rates.GET("/v1/unpriced-entries", { params: { query: { ...days, ...page } } })),
      );
      return new Map(found.map(({ entry_id, reason }) => [entry_id, reason]));
    },
  });
}
