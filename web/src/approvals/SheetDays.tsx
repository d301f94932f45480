import { Trans } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { dayOfWeek } from "../time/workDate.ts";
import { Duration } from "../ui/Money.tsx";
import { EntryLine } from "./EntryLine.tsx";
import { FlagBadges } from "./FlagBadges.tsx";
import { daysOfSheet, flagsOfDay, flagsOfEntry, secondsOn } from "./flags.ts";
import type { Review } from "./review.ts";
import styles from "./SheetDays.module.css";

const FRIDAY = 5;

/** The week day by day; weekends only when there is time on them. */
export function SheetDays({ review }: { readonly review: Review }) {
  const days = daysOfSheet(review.sheet).filter(
    (day) => dayOfWeek(day) <= FRIDAY || secondsOn(day, review.entries) > 0,
  );
  return (
    <div className={styles.days}>
      {days.map((day) => (
        <OneDay key={day} day={day} review={review} />
      ))}
    </div>
  );
}

function OneDay({
  day,
  review: { sheet, entries, flags },
}: {
  readonly day: string;
  readonly review: Review;
}) {
  const { longDay } = useFormats();
  const ofDay = entries.filter(({ work_date }) => work_date === day);
  return (
    <section className={styles.day} aria-labelledby={`day-${day}`}>
      <div className={styles.head}>
        <h3 id={`day-${day}`}>{longDay(day)}</h3>
        <FlagBadges flags={flagsOfDay(flags, day)} />
        <span className={styles.total}>
          <Duration seconds={secondsOn(day, entries)} />
        </span>
      </div>
      {ofDay.length > 0 ? (
        <ol role="list">
          {ofDay.map((entry) => (
            <EntryLine
              key={entry.id}
              entry={entry}
              flags={flagsOfEntry(flags, entry.id)}
              rejected={sheet.rejected_entries.find(({ entry_id }) => entry_id === entry.id)?.reason}
            />
          ))}
        </ol>
      ) : (
        <p className={styles.none}>
          <Trans>No time on this day.</Trans>
        </p>
      )}
    </section>
  );
}
