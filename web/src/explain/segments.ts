import type { RatesSchemas } from "../api/rates.ts";
import { isoOf, millisecondsOf } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { localTime } from "../time/workDate.ts";

export type Segment = RatesSchemas["schemas"]["SegmentResponse"];

/** When an entry began, and by whose clock; of one without a start only how long it took is known. */
export interface Begun {
  readonly started_at?: string | null;
  readonly time_zone: string;
}

/** Whether there is more to tell of the parts of an entry than its one rate. */
export function areTold(segments: readonly Segment[]): boolean {
  return segments.length > 1 || segments.some((one) => one.multiplier_id !== null || one.charge_id !== null);
}

/** `17:00–18:30` by the clock of the work; without a start `0:00–1:30`, counted from its beginning. Breaks count as at its end. */
export function rangeOf({ start, end }: Pick<Segment, "start" | "end">, begun: Begun | undefined): string {
  const at = begun?.started_at;
  const word = at
    ? (second: number) => localTime(isoOf(millisecondsOf(at) + second * 1000), begun.time_zone)
    : formatDuration;
  return `${word(start)}–${word(end)}`;
}
