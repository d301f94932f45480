import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { Running } from "../offline/change.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { useChosen } from "../several/useChosen.ts";
import { today } from "../time/clock.ts";
import { addDays } from "../time/workDate.ts";
import { useAfterPaint } from "../ui/afterPaint.ts";
import { Button } from "../ui/Button.tsx";
import { Duration } from "../ui/Money.tsx";
import { byDay, daysWith } from "./byDay.ts";
import { ChooseSeveral } from "./ChooseSeveral.tsx";
import styles from "./EntryDays.module.css";
import { EntryRow } from "./EntryRow.tsx";
import { useTimerActions } from "./useTimerActions.ts";

const FIRST_DAYS = 7;
/** More than a phone shows without scrolling: the first paint waits for no others. */
const FIRST_ROWS = 12;

interface Props {
  readonly entries: readonly ShownEntry[];
  readonly running: Running | null;
  readonly onEdit: (entry: ShownEntry) => void;
  readonly onSplit: (entry: ShownEntry) => void;
}

/** One's entries, a list for each day. */
export function EntryDays({ entries, running, onEdit, onSplit }: Props) {
  const [shown, setShown] = useState(FIRST_DAYS);
  const nameOf = useWorkNames();
  const { start } = useTimerActions(running);
  const painted = useAfterPaint();
  const chosen = useChosen(entries);
  const days = byDay(entries);
  const last = painted ? shown : Math.min(shown, daysWith(FIRST_ROWS, days));
  return (
    <>
      {days.length > 0 && <ChooseSeveral chosen={chosen} recent={entries} />}
      {days.slice(0, last).map(({ day, seconds, entries: ofDay }) => (
        <section key={day} className={styles.day}>
          <header className="spread">
            <h2>
              <DayName day={day} />
            </h2>
            <span className={styles.sum}>
              <Duration seconds={seconds} />
            </span>
          </header>
          <ul role="list" className={styles.list}>
            {ofDay.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                work={nameOf(entry)}
                onStart={start}
                onEdit={onEdit}
                onSplit={onSplit}
                chosen={chosen.has(entry)}
                onChoose={chosen.choosing ? chosen.flip : undefined}
              />
            ))}
          </ul>
        </section>
      ))}
      {painted && days.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + FIRST_DAYS)}>
            <Trans>Earlier days</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function DayName({ day }: { readonly day: string }) {
  const { t } = useLingui();
  const { longDay } = useFormats();
  if (day === today()) return t`Today`;
  if (day === addDays(today(), -1)) return t`Yesterday`;
  return longDay(day);
}
