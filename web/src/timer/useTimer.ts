import { queryOptions, useQuery } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import type { Running } from "../offline/change.ts";
import { runningAfter } from "../offline/overlay.ts";
import { usePending } from "../offline/usePending.ts";
import { useMe } from "../session/useMe.ts";
import { learnServerTime } from "../time/clock.ts";

const timerQuery = queryOptions({
  queryKey: ["timer", "/v1/timer"],
  queryFn: async () => {
    const answer = await data(timer.GET("/v1/timer"));
    learnServerTime(answer.server_time);
    return answer.timer;
  },
  meta: { keep: true },
});

/** Whether it is not known yet if a timer runs. */
export function useTimerLoading(): boolean {
  const { agentId } = useMe();
  const { isPending } = useQuery({ ...timerQuery, enabled: agentId !== null });
  return isPending && agentId !== null;
}

/** The running timer as its agent left it: what waits to be sent counts already. */
export function useTimer(): Running | null {
  const { agentId } = useMe();
  const answer = useQuery({ ...timerQuery, enabled: agentId !== null });
  return runningAfter(answer.data ?? null, usePending().effective, agentId ?? "");
}
