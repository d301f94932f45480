import { useQuery } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { entriesAfter, type ShownEntry } from "../offline/overlay.ts";
import { fortnightQuery, isKept, useEntries } from "../offline/useEntries.ts";
import { usePending } from "../offline/usePending.ts";
import { useMe } from "../session/useMe.ts";
import { addDays, type Day } from "../time/workDate.ts";

export type Absence = TimerSchemas["schemas"]["AbsenceResponse"];
type Holiday = TimerSchemas["schemas"]["PublicHolidayResponse"];

export interface MyDays {
  readonly entries: readonly ShownEntry[];
  readonly absences: readonly Absence[];
  readonly holidays: readonly Holiday[];
  readonly loading: boolean;
}

/** What one did, where one was away, and the public holidays; the entries also without a network, of the weeks that are kept. */
export function useMyDays(first: Day, last: Day): MyDays {
  const agentId = useMe().agentId ?? "";
  const kept = useEntries();
  const pending = usePending().all;
  const old = useQuery({ ...fortnightQuery(agentId, last), enabled: !isKept(addDays(first, -1)) });
  const period = { first_day: first, last_day: last, agent_id: agentId };
  const absences = useQuery({
    queryKey: ["timer", "/v1/absences", "calendar", period],
    queryFn: () => data(timer.GET("/v1/absences", { params: { query: { ...period, limit: 500 } } })),
  });
  const holidays = useQuery(timer.query("/v1/public-holidays", { params: { query: period } }));
  const fresh = isKept(addDays(first, -1));
  return {
    entries: fresh ? kept.entries : entriesAfter(old.data ?? [], pending, agentId),
    absences: (absences.data?.items ?? []).filter(({ state }) => state !== "declined"),
    holidays: holidays.data?.items ?? [],
    loading: fresh ? kept.loading : old.isPending,
  };
}
