import { isoOf, millisecondsOf } from "./clock.ts";

/** Work that has a place in the day, or only a length. */
export interface Timed {
  readonly started_at?: string | null;
  readonly seconds: number;
  readonly break_seconds?: number;
}

/** When work ended: its pauses lie between start and end. */
export function endOf({ started_at, seconds, break_seconds = 0 }: Timed): string {
  return isoOf(millisecondsOf(started_at ?? "") + (seconds + break_seconds) * 1000);
}
