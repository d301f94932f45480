import { useLingui } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import type { Day } from "../time/workDate.ts";
import ActOnChosen from "./ActOnChosen.tsx";
import { ChosenEntry } from "./ChosenEntry.tsx";
import styles from "./Several.module.css";
import { type Chosen, mayChoose } from "./useChosen.ts";

interface Props {
  readonly days: readonly Day[];
  readonly entries: readonly ShownEntry[];
  readonly chosen: Chosen;
}

/** The entries of some days, to choose several by mouse, keys or finger; with Shift all between two. */
export default function EntriesOfDays({ days, entries, chosen }: Props) {
  const { t } = useLingui();
  const { longDay } = useFormats();
  const nameOf = useWorkNames();
  const shown = days.flatMap((day) => entries.filter(({ work_date }) => work_date === day));
  const picked = shown.filter(chosen.has);
  return (
    <section className={styles.days} aria-label={t`Choose several`}>
      <ActOnChosen entries={picked} recent={entries} onActed={chosen.begin} onEnd={chosen.end} />
      <All label={t`All entries`} of={shown} chosen={chosen} />
      {days.map((day) => {
        const ofDay = shown.filter(({ work_date }) => work_date === day);
        if (ofDay.length === 0) return null;
        return (
          <fieldset key={day} className={styles.day}>
            <legend className="visually-hidden">{longDay(day)}</legend>
            <All label={longDay(day)} of={ofDay} chosen={chosen} />
            {ofDay.map((entry) => (
              <ChosenEntry
                key={entry.id}
                entry={entry}
                work={nameOf(entry)}
                chosen={chosen.has(entry)}
                onChoose={(through) => (through ? chosen.through(entry, shown) : chosen.flip(entry))}
              />
            ))}
          </fieldset>
        );
      })}
    </section>
  );
}

interface AllProps {
  readonly label: string;
  readonly of: readonly ShownEntry[];
  readonly chosen: Chosen;
}

/** Chooses all of some entries that can be, or none. */
function All({ label, of, chosen }: AllProps) {
  const possible = of.filter(mayChoose);
  const count = possible.filter(chosen.has).length;
  const all = count > 0 && count === possible.length;
  return (
    <label className={styles.all}>
      <input
        type="checkbox"
        checked={all}
        disabled={possible.length === 0}
        ref={(box) => {
          if (box) box.indeterminate = count > 0 && !all;
        }}
        onChange={() => chosen.set(of, !all)}
      />
      {label}
    </label>
  );
}
