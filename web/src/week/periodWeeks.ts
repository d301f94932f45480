import { daysOf, type Week, weekNumber, weeksOf } from "../time/isoWeek.ts";
import type { Day } from "../time/workDate.ts";

interface Dated {
  readonly work_date: Day;
  readonly seconds: number;
}

export interface WeekOfPeriod {
  readonly week: Week;
  readonly number: number;
  /** Those of its days that belong to the period. */
  readonly first: Day;
  readonly last: Day;
  /** The time on them. */
  readonly seconds: number;
}

/** The weeks of a period, each with its days and the time in it: weeks at the ends may lie partly in another one. */
export function weeksWithSums(first: Day, last: Day, entries: readonly Dated[]): readonly WeekOfPeriod[] {
  return weeksOf(first, last).map((week) => {
    const days = daysOf(week).filter((day) => first <= day && day <= last);
    const own = entries.filter(({ work_date }) => days.includes(work_date));
    const seconds = own.reduce((sum, entry) => sum + entry.seconds, 0);
    return { week, number: weekNumber(week), first: days[0] ?? first, last: days.at(-1) ?? last, seconds };
  });
}
