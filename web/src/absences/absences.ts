import { queryOptions } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import type { Day } from "../time/workDate.ts";

export type Absence = TimerSchemas["schemas"]["AbsenceResponse"];
export type AbsenceKind = Absence["kind"];
export const KINDS: readonly AbsenceKind[] = ["holiday", "sick", "parental", "other"];

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
      const found: Absence[] = [];
      let cursor: string | null | undefined;
      do {
        const query = {
          limit: 500,
          ...(agentId ? { agent_id: agentId } : {}),
          ...(firstDay ? { first_day: firstDay } : {}),
          ...(cursor ? { cursor } : {}),
        };
        const page = await data(timer.GET("/v1/absences", { params: { query } }));
        found.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor);
      return found.toSorted((one, other) => one.first_day.localeCompare(other.first_day));
    },
  });
}
