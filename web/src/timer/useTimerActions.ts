import { useMemo } from "react";
import type { Running, WorkBody } from "../offline/change.ts";
import { useOperation } from "../offline/useOperations.ts";
import { isoOf, now, nowIso } from "../time/clock.ts";
import { uuid7 } from "../time/uuid7.ts";
import { workedUntil } from "./startEarlier.ts";
import { workOf } from "./work.ts";

export interface TimerActions {
  /** Starts work; what ran until then is stopped at that moment. */
  readonly start: (work: WorkBody) => void;
  readonly stop: (endedAt?: string) => void;
  /** Changes when or on what the running timer began. */
  readonly change: (startedAt: string, work?: WorkBody) => void;
  readonly discard: () => void;
}

/** What can be done with the timer. All of it works without a network. */
export function useTimerActions(running: Running | null): TimerActions {
  const operation = useOperation();
  return useMemo(() => {
    const stop = (endedAt: string = nowIso()) => {
      if (!running) return;
      const seconds = workedUntil(running, endedAt);
      if (seconds < 1) return void operation(running.entry_id, { kind: "discard" });
      const body = {
        ...workOf(running),
        started_at: running.started_at,
        seconds,
        break_seconds: running.break_seconds,
        time_zone: running.time_zone,
      };
      void operation(running.entry_id, { kind: "record", body, version: null, timerMayRun: true });
    };
    return {
      stop,
      start: (work) => {
        const startedAt = isoOf(Math.floor(now() / 1000) * 1000);
        stop(startedAt);
        void operation(uuid7(now()), { kind: "start", startedAt, work });
      },
      change: (startedAt, work) => {
        if (!running) return;
        const change = { startedAt, work: work ?? workOf(running), again: true };
        void operation(running.entry_id, { kind: "start", ...change });
      },
      discard: () => {
        if (running) void operation(running.entry_id, { kind: "discard" });
      },
    };
  }, [running, operation]);
}
