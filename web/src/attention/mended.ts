import type { EntryBody } from "../offline/change.ts";
import { parseDuration } from "../time/duration.ts";

interface Times {
  readonly day: string;
  readonly startedAt: string | null;
  readonly typed: string;
}

/** The entry with other times; null when the duration is none. A duration that was not touched keeps its seconds. */
export function mended(body: EntryBody, { day, startedAt, typed }: Times): EntryBody | null {
  const parsed = parseDuration(typed);
  if (!parsed) return null;
  const untouched = Math.round(body.seconds / 60) * 60 === parsed;
  const seconds = untouched ? body.seconds : parsed;
  const { started_at: _, work_date: __, ...rest } = body;
  return startedAt ? { ...rest, started_at: startedAt, seconds } : { ...rest, work_date: day, seconds };
}
