import { queryOptions } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import type { Absence } from "../directory/absenceKinds.ts";
import type { Day } from "../time/workDate.ts";

interface Asked {
  readonly agentId: string | null;
  /** Those that end on this day or later. */
  readonly firstDay: Day | null;
}

/** All pages of the absences that were asked for, those that begin first in front. */
export function absencesQuery({ agentId, firstDay }: Asked) {
  return queryOptions({
    queryKey: ["timer", "/v1/absences", agentId, firstDay],
    queryFn: async () => {
      const asked = {
        ...(agentId ? { agent_id: agentId } : {}),
        ...(firstDay ? { first_day: firstDay } : {}),
      };
      const found = await everyPage<Absence>((page) =>
        data(timer.GET("/v1/absences", { params: { query: { ...asked, ...page } } })),
      );
      return found.toSorted((one, other) => one.first_day.localeCompare(other.first_day));
    },
  });
}
