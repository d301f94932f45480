import { Trans } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { formatDuration } from "../time/duration.ts";
import { Note } from "../ui/Note.tsx";
import type { Sheet } from "./useSheet.ts";

interface Props {
  readonly sheet: Sheet;
  readonly entries: readonly ShownEntry[];
}

/** The entries that came back, each with its reason, until it is changed. */
export function RejectedEntries({ sheet, entries }: Props) {
  const { day } = useFormats();
  const nameOf = useWorkNames();
  if (sheet.state !== "draft" || sheet.rejected_entries.length === 0) return null;
  return (
    <Note tone="warn">
      <p>
        <Trans>These entries came back:</Trans>
      </p>
      <ul>
        {sheet.rejected_entries.map(({ entry_id, reason }) => {
          const entry = entries.find(({ id }) => id === entry_id);
          const what = entry && [day(entry.work_date), nameOf(entry).label, formatDuration(entry.seconds)];
          return (
            <li key={entry_id}>
              {what?.filter(Boolean).join(", ")}: {reason}
            </li>
          );
        })}
      </ul>
    </Note>
  );
}
