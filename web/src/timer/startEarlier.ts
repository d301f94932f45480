import { isoOf, millisecondsOf } from "../time/clock.ts";

const FORGOTTEN_SECONDS = 10 * 3600;

interface Timed {
  readonly started_at: string | null;
  readonly seconds: number;
}

/** The start moved back by some minutes. */
export function minutesEarlier(startedAt: string, minutes: number): string {
  return isoOf(millisecondsOf(startedAt) - minutes * 60_000);
}

/** When the last entry ended, if the work can have begun then: before its start, and at most twelve hours ago. */
export function endOfLast(last: Timed | undefined, startedAt: string): string | null {
  if (!last?.started_at) return null;
  const end = millisecondsOf(last.started_at) + last.seconds * 1000;
  const gap = millisecondsOf(startedAt) - end;
  return gap > 60_000 && gap < 12 * 3_600_000 ? isoOf(end) : null;
}

/** Whether a timer has run for so long that somebody most likely forgot it. */
export function seemsForgotten(seconds: number): boolean {
  return seconds >= FORGOTTEN_SECONDS;
}
