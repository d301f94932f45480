import { Trans, useLingui } from "@lingui/react/macro";
import type { WorkName } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { browserZone, today } from "../time/clock.ts";
import { type Day, localTime } from "../time/workDate.ts";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { AwayOn } from "./AwayOn.tsx";
import type { Block } from "./blocks.ts";
import styles from "./Calendar.module.css";
import type { MyDays } from "./useMyDays.ts";

interface Props {
  readonly day: Day;
  readonly blocks: readonly Block<ShownEntry>[];
  readonly hours: readonly number[];
  readonly mine: MyDays;
  readonly nameOf: (entry: ShownEntry) => WorkName;
}

/** A day: its sum, what kept one away, work without a start, then the hours with the work in them. */
export function DayColumn({ day, blocks, hours, mine, nameOf }: Props) {
  const { longDay, weekday } = useFormats();
  const ofDay = mine.entries.filter(({ work_date }) => work_date === day);
  const untimed = ofDay.filter(({ started_at }) => started_at === null);
  return (
    <section className={styles.day} aria-label={longDay(day)} data-today={day === today() || undefined}>
      <header className={styles.head}>
        <h2>{weekday(day)}</h2>
        <Duration seconds={ofDay.reduce((sum, { seconds }) => sum + seconds, 0)} />
      </header>
      <div className={styles.above}>
        <AwayOn day={day} mine={mine} />
        {untimed.length > 0 && (
          <ul>
            {untimed.map((entry) => (
              <li key={entry.id} className={styles.untimed}>
                <Work entry={entry} nameOf={nameOf} /> <Duration seconds={entry.seconds} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Hours blocks={blocks} hours={hours} nameOf={nameOf} />
    </section>
  );
}

type HoursProps = Pick<Props, "blocks" | "hours" | "nameOf">;

function Hours({ blocks, hours, nameOf }: HoursProps) {
  const first = (hours[0] ?? 0) * 60;
  const zone = browserZone();
  return (
    <div className={styles.hours} style={{ height: `${hours.length * 3}rem` }}>
      <div aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} className={styles.hour}>
            {String(hour).padStart(2, "0")}
          </span>
        ))}
      </div>
      <ul>
        {blocks.map(({ entry, from, to, lane, lanes }) => (
          <li
            key={entry.id}
            className={styles.block}
            data-pending={entry.pending || undefined}
            style={{
              top: `${((from - first) / 60) * 3}rem`,
              height: `${((to - from) / 60) * 3}rem`,
              left: `calc(1.75rem + (100% - 1.75rem) * ${lane / lanes})`,
              width: `calc((100% - 1.75rem) / ${lanes} - 2px)`,
            }}
          >
            <Work entry={entry} nameOf={nameOf} />
            <span className={styles.when}>
              {localTime(entry.started_at ?? "", zone)} · <Duration seconds={entry.seconds} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Work({ entry, nameOf }: { readonly entry: ShownEntry; readonly nameOf: Props["nameOf"] }) {
  const { t } = useLingui();
  const { label } = nameOf(entry);
  return (
    <span className={styles.work} title={entry.description || undefined}>
      {label || entry.description || t`Without work`}
      {!entry.billable && (
        <Badge>
          <Trans>Not billable</Trans>
        </Badge>
      )}
    </span>
  );
}
