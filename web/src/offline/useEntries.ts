import { queryOptions, useQuery } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { asProblem, type Problem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useMe } from "../session/useMe.ts";
import { today } from "../time/clock.ts";
import { addDays, type Day } from "../time/workDate.ts";
import type { Entry } from "./change.ts";
import { entriesAfter, type ShownEntry } from "./overlay.ts";
import { usePending } from "./usePending.ts";

const DAYS = 35;

/** Whether one's entries of a day are among those that are kept for the time without a network. */
export function isKept(day: Day): boolean {
  return day >= firstKept();
}

function firstKept(): Day {
  return addDays(today(), -DAYS);
}

/** One's own entries of the fortnight until a day, as the server has them. */
export function fortnightQuery(agentId: string, lastDay: Day) {
  return queryOptions({
    queryKey: ["timer", "/v1/time-entries", "fortnight", agentId, lastDay],
    queryFn: () => entriesOf({ agent_id: agentId, first_day: addDays(lastDay, -13), last_day: lastDay }),
  });
}

/** One's own entries of a period, as the server has them. */
export function periodQuery(agentId: string, first_day: Day, last_day: Day) {
  return queryOptions({
    queryKey: ["timer", "/v1/time-entries", "period", agentId, first_day, last_day],
    queryFn: () => entriesOf({ agent_id: agentId, first_day, last_day }),
    enabled: agentId !== "",
  });
}

/** One's own entries of five weeks, kept for the time without a network. */
function recentQuery(agentId: string) {
  return queryOptions({
    queryKey: ["timer", "/v1/time-entries", "recent", agentId],
    queryFn: () => entriesOf({ agent_id: agentId, first_day: firstKept() }),
    enabled: agentId !== "",
    meta: { keep: true },
  });
}

interface Chosen {
  readonly agent_id: string;
  readonly first_day: Day;
  readonly last_day?: Day;
}

function entriesOf(chosen: Chosen): Promise<Entry[]> {
  return everyPage((page) =>
    data(timer.GET("/v1/time-entries", { params: { query: { ...chosen, ...page } } })),
  );
}

interface MyEntries {
  readonly entries: readonly ShownEntry[];
  readonly loading: boolean;
  /** Why there are none from the server. */
  readonly problem: Problem | null;
  readonly retry: () => void;
}

/** One's own entries, the newest first, with what waits to be sent. */
export function useEntries(): MyEntries {
  const agentId = useMe().agentId ?? "";
  const query = useQuery(recentQuery(agentId));
  const shown = entriesAfter(query.data ?? [], usePending().all, agentId);
  return {
    entries: shown.toSorted(newestFirst),
    loading: query.isPending && agentId !== "",
    problem: query.isLoadingError ? asProblem(query.error) : null,
    retry: () => void query.refetch(),
  };
}

function newestFirst(one: ShownEntry, other: ShownEntry): number {
  const [first, second] = [when(one), when(other)];
  return first === second ? 0 : first < second ? 1 : -1;
}

function when({ work_date, started_at }: ShownEntry): string {
  return work_date + (started_at ?? "");
}
