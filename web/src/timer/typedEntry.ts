import { parseDuration } from "../time/duration.ts";
import { instantOf } from "../time/workDate.ts";

interface Typed {
  readonly work_date?: string;
  readonly start?: string;
  readonly seconds?: string;
  readonly pauses?: string;
}

/** The time of a form as the API takes it: with a start, or only with a day. Null when the duration is none. */
export function typedEntry(
  { work_date = "", start = "", seconds: typed = "", pauses = "" }: Typed,
  zone: string,
) {
  const seconds = parseDuration(typed);
  if (seconds === null || seconds === 0) return null;
  const breakSeconds = start && pauses.trim() ? parseDuration(pauses) : 0;
  if (breakSeconds === null) return null;
  const when = start ? { started_at: instantOf(work_date, start, zone) } : { work_date };
  return { ...when, seconds, break_seconds: breakSeconds, time_zone: zone };
}
