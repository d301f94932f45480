import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Entry, secondsOf } from "./buckets.ts";

/** An entry as people know it: work, person, day and time. */
export function useEntryName(): (entry: Entry) => string {
  const { day } = useFormats();
  return (entry) =>
    [entry.work_item_name, entry.agent_name, day(entry.work_date), formatDuration(secondsOf(entry))]
      .filter(Boolean)
      .join(", ");
}
