import { isoOf, millisecondsOf } from "../time/clock.ts";
import { endOf, type Timed } from "../time/endOf.ts";

const FORGOTTEN_SECONDS = 12 * 3600;

interface Runs {
  readonly started_at: string;
  readonly break_seconds: number;
  readonly paused_at: string | null;
}

/** The seconds that a timer has counted until some moment: its pauses do not count. */
export function workedUntil({ started_at, break_seconds, paused_at }: Runs, at: string): number {
  const end = Math.min(
    millisecondsOf(at),
    paused_at === null ? Number.POSITIVE_INFINITY : millisecondsOf(paused_at),
  );
  return Math.floor((end - millisecondsOf(started_at)) / 1000) - break_seconds;
}

/** The start moved back by some minutes. */
export function minutesEarlier(startedAt: string, minutes: number): string {
  return isoOf(millisecondsOf(startedAt) - minutes * 60_000);
}

/** When the last entry ended, if the work can have begun then: before its start, and at most twelve hours ago. */
export function endOfLast(last: Timed | undefined, startedAt: string): string | null {
  if (!last?.started_at) return null;
  const end = endOf(last);
  const gap = millisecondsOf(startedAt) - millisecondsOf(end);
  return gap > 60_000 && gap < 12 * 3_600_000 ? end : null;
}

/** Whether somebody most likely forgot a timer: the server noticed it, or it has run for very long; and nobody said that it is right. */
export function seemsForgotten(
  { noticed_at, confirmed }: { readonly noticed_at: string | null; readonly confirmed: boolean },
  seconds: number,
): boolean {
  return !confirmed && (noticed_at !== null || seconds >= FORGOTTEN_SECONDS);
}
