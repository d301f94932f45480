import { useLingui } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import { browserZone } from "../time/clock.ts";
import type { Day } from "../time/workDate.ts";
import { Loading } from "../ui/EmptyState.tsx";
import { Duration } from "../ui/Money.tsx";
import { blocksOf, hoursShown } from "./blocks.ts";
import styles from "./Calendar.module.css";
import { DayColumn } from "./DayColumn.tsx";
import { useMyDays } from "./useMyDays.ts";

interface Props {
  /** Those that are shown, one or seven. */
  readonly days: readonly Day[];
  readonly week: readonly Day[];
}

export function Days({ days, week }: Props) {
  const { t } = useLingui();
  const mine = useMyDays(week[0] ?? "", week[6] ?? "");
  const nameOf = useWorkNames();
  const zone = browserZone();
  if (mine.loading) return <Loading label={t`Loading…`} />;
  const columns = days.map((day) => ({ day, blocks: blocksOf(mine.entries, day, zone) }));
  const hours = hoursShown(columns.flatMap(({ blocks }) => blocks));
  const ofWeek = mine.entries.filter(({ work_date }) => week.includes(work_date));
  const total = ofWeek.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <>
      <div className={styles.days} data-single={days.length === 1 || undefined}>
        {columns.map(({ day, blocks }) => (
          <DayColumn key={day} {...{ day, blocks, hours, mine }} nameOf={nameOf} />
        ))}
      </div>
      <p className="muted">
        {t`Week`}: <Duration seconds={total} />
      </p>
    </>
  );
}
