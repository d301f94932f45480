import { useQuery } from "@tanstack/react-query";
import { type TimerSchemas, timer } from "../api/timer.ts";
import type { Absence } from "../directory/absenceKinds.ts";
import { entriesAfter, type ShownEntry } from "../offline/overlay.ts";
import { fortnightQuery, isKept, useEntries } from "../offline/useEntries.ts";
import { usePending } from "../offline/usePending.ts";
import { useMe } from "../session/useMe.ts";
import { addDays, type Day } from "../time/workDate.ts";

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
  const fresh = isKept(addDays(first, -1));
  const old = useQuery({ ...fortnightQuery(agentId, last), enabled: !fresh });
  const period = { first_day: first, last_day: last, agent_id: agentId };
  const absences = useQuery(timer.query("/v1/absences", { params: { query: { ...period, limit: 500 } } }));
  const holidays = useQuery(timer.query("/v1/public-holidays", { params: { query: period } }));
  return {
    entries: fresh ? kept.entries : entriesAfter(old.data ?? [], pending, agentId),
    absences: (absences.data?.items ?? []).filter(({ state }) => state !== "declined"),
    holidays: holidays.data?.items ?? [],
    loading: fresh ? kept.loading : old.isPending,
  };
}
