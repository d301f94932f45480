import { Trans } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { changesBetween } from "./changes.ts";
import { useWork } from "./EntryLine.tsx";
import { StateBadge } from "./StateBadge.tsx";
import type { Entry, SheetWithEntries } from "./sheets.ts";

/** Nothing was done, since the sheet is not what was on screen: what is different now. */
export function ChangedNote({
  before,
  after,
}: {
  readonly before: SheetWithEntries;
  readonly after: SheetWithEntries;
}) {
  const { state, added, removed, changed } = changesBetween(before, after);
  return (
    <Note tone="warn" alert>
      <p>
        <strong>
          <Trans>
            The sheet changed while you read it, so nothing was decided. It now stands as shown below.
          </Trans>
        </strong>
      </p>
      <ul>
        {state && (
          <li>
            <StateBadge sheet={after.sheet} />
          </li>
        )}
        {added.map((entry) => (
          <li key={entry.id}>
            <Trans>New:</Trans> <EntryWords entry={entry} />
          </li>
        ))}
        {removed.map((entry) => (
          <li key={entry.id}>
            <Trans>Gone:</Trans> <EntryWords entry={entry} />
          </li>
        ))}
        {changed.map((pair) => (
          <li key={pair.after.id}>
            <Trans>Was:</Trans> <EntryWords entry={pair.before} /> <Trans>Now:</Trans>{" "}
            <EntryWords entry={pair.after} />
          </li>
        ))}
      </ul>
    </Note>
  );
}

function EntryWords({ entry }: { readonly entry: Entry }) {
  const { weekday } = useFormats();
  const work = useWork(entry);
  return (
    <>
      {[weekday(entry.work_date), work, entry.description].filter(Boolean).join(", ")},{" "}
      <Duration seconds={entry.seconds} />.
    </>
  );
}
