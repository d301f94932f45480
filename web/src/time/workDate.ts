import { dateFormat } from "./dateFormat.ts";

/** A calendar day as the API writes it: `2026-11-25`. Arithmetic is done in UTC, so no summer time gets in its way. */
export type Day = string;

const DAY_MILLISECONDS = 86_400_000;

/** Whether a text, of an address for one, is a day. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight(text));
}

export function addDays(day: Day, count: number): Day {
  return new Date(midnight(day) + count * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** Whole days from `first` to `last`; negative when `last` is earlier. */
export function daysBetween(first: Day, last: Day): number {
  return Math.round((midnight(last) - midnight(first)) / DAY_MILLISECONDS);
}

/** 1 for Monday to 7 for Sunday. */
export function dayOfWeek(day: Day): number {
  return new Date(midnight(day)).getUTCDay() || 7;
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - dayOfWeek(day));
}

export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10);
}

export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

export function lastOfMonth(day: Day): Day {
  return addDays(addMonths(day, 1), -1);
}

/** The local day of an instant in a time zone, as the services have it. */
export function localDay(at: string | number, timeZone: string): Day {
  return dateFormat("sv-SE", { timeZone, dateStyle: "short" }).format(new Date(at));
}

/** The local time of an instant, `HH:MM`. */
export function localTime(at: string | number, timeZone: string): string {
  return dateFormat("sv-SE", { timeZone, timeStyle: "short" }).format(new Date(at));
}

/** The instant of a local day and time in a zone. Of a time that summer time skips, the one after the gap. */
export function instantOf(day: Day, time: string, timeZone: string): string {
  const wall = new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`).getTime();
  const first = wall - offset(wall, timeZone);
  return new Date(wall - offset(first, timeZone)).toISOString();
}

function offset(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  const shown = dateFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(whole);
  return new Date(`${shown.replace(" ", "T")}Z`).getTime() - whole;
}

function midnight(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getTime();
}
