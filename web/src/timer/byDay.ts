import type { Day } from "../time/workDate.ts";

interface Dated {
  readonly work_date: Day;
  readonly seconds: number;
}

/** Entries in groups of a work date, in the order in which they come, with their sums. */
export function byDay<Entry extends Dated>(entries: readonly Entry[]) {
  const days = Map.groupBy(entries, ({ work_date }) => work_date);
  return [...days].map(([day, ofDay]) => ({
    day,
    entries: ofDay,
    seconds: ofDay.reduce((sum, { seconds }) => sum + seconds, 0),
  }));
}

/** How many of the first days have so many entries together, or all of them. */
export function daysWith(count: number, days: readonly { readonly entries: readonly unknown[] }[]): number {
  let rows = 0;
  const full = days.findIndex(({ entries }) => {
    rows += entries.length;
    return rows >= count;
  });
  return full < 0 ? days.length : full + 1;
}
