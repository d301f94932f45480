import type { ShownEntry } from "../offline/overlay.ts";
import { addDays, type Day } from "../time/workDate.ts";
import { type Reference, referenceOf, rowKey } from "./cells.ts";

/** What the week before was spent on and this one is not yet: its rows, without time. */
export function rowsOfLastWeek(entries: readonly ShownEntry[], days: readonly Day[]): Reference[] {
  const has = new Set(within(entries, days).map(rowKey));
  const before = within(entries, lastWeek(days)).filter((entry) => !has.has(rowKey(entry)));
  return [...new Map(before.toReversed().map((entry) => [rowKey(entry), referenceOf(entry)])).values()];
}

/** The week before, day by day, with its notes and durations, into days that have no time on that work yet. */
export function entriesOfLastWeek(
  entries: readonly ShownEntry[],
  days: readonly Day[],
): { day: Day; entry: ShownEntry }[] {
  const place = (day: Day, work: Reference) => `${day} ${rowKey(work)}`;
  const taken = new Set(within(entries, days).map((entry) => place(entry.work_date, entry)));
  return within(entries, lastWeek(days))
    .map((entry) => ({ day: addDays(entry.work_date, 7), entry }))
    .filter(({ day, entry }) => !taken.has(place(day, entry)));
}

function lastWeek(days: readonly Day[]): Day[] {
  return days.map((day) => addDays(day, -7));
}

function within(entries: readonly ShownEntry[], days: readonly Day[]): ShownEntry[] {
  return entries.filter(({ work_date }) => days.includes(work_date));
}
