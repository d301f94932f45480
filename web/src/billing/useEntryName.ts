import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import type { Entry } from "./buckets.ts";

/** An entry as people know it: work, person, day and time. */
export function useEntryName(): (entry: Entry) => string {
  const { day } = useFormats();
  return ({ work_item_name, agent_name, work_date, seconds }) =>
    [work_item_name, agent_name, day(work_date), formatDuration(seconds)].filter(Boolean).join(", ");
}
