import { addDays, type Day, dayOfWeek, daysBetween, mondayOf } from "./workDate.ts";

/** An ISO 8601 week as it stands in addresses: `2026-W48`. */
export type Week = string;

export function weekOf(day: Day): Week {
  const thursday = addDays(day, 4 - dayOfWeek(day));
  const year = thursday.slice(0, 4);
  const number = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** The Monday of a week; null for what is no week. */
export function firstDayOf(week: Week): Day | null {
  const match = /^(\d{4})-W(\d{2})$/.exec(week);
  if (!match) return null;
  const fourth = `${match[1]}-01-04`; // lies in week 1 always
  const monday = addDays(mondayOf(fourth), (Number(match[2]) - 1) * 7);
  return weekOf(monday) === week ? monday : null;
}

export function daysOf(week: Week): Day[] {
  const monday = firstDayOf(week);
  return monday ? [0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(monday, offset)) : [];
}

/** Whether these days, both included, are a whole week. */
export function isWholeWeek(first: Day, last: Day): boolean {
  return dayOfWeek(first) === 1 && daysBetween(first, last) === 6;
}

/** The weeks that have some of these days, which are both included. */
export function weeksOf(first: Day, last: Day): Week[] {
  const monday = mondayOf(first);
  const count = Math.floor(daysBetween(monday, last) / 7) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, week) => weekOf(addDays(monday, week * 7)));
}

export function addWeeks(week: Week, count: number): Week {
  const monday = firstDayOf(week);
  return monday ? weekOf(addDays(monday, count * 7)) : week;
}

/** `48` */
export function weekNumber(week: Week): number {
  return Number(week.slice(-2));
}
