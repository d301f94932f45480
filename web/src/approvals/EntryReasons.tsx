import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { TextField } from "../ui/Field.tsx";
import { useWork } from "./EntryLine.tsx";
import type { Entry } from "./sheets.ts";

const PREFIX = "entry ";

/** A field for the reason of each entry; those that stay empty are not what is wrong. */
export function EntryReasons({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <details>
      <summary>
        <Trans>Name the entries that are wrong</Trans>
      </summary>
      <div className="stack">
        {entries.map((entry) => (
          <EntryReason key={entry.id} entry={entry} />
        ))}
      </div>
    </details>
  );
}

function EntryReason({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const work = useWork(entry);
  const what = entry.description || work || t`Without a customer`;
  const label = `${day(entry.work_date)}, ${formatDuration(entry.seconds)}: ${what}`;
  return <TextField label={label} name={`${PREFIX}${entry.id}`} maxLength={200} />;
}

/** What was typed, as the service takes it. */
export function entryReasons(values: Readonly<Record<string, string>>) {
  return Object.entries(values)
    .filter(([name, reason]) => name.startsWith(PREFIX) && reason.trim() !== "")
    .map(([name, reason]) => ({ entry_id: name.slice(PREFIX.length), reason }));
}
