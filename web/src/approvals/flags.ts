import { millisecondsOf } from "../time/clock.ts";
import { addDays, type Day, dayOfWeek } from "../time/workDate.ts";
import type { Entry, Sheet } from "./sheets.ts";

/** More than this in one day is worth a look. */
export const LONG_DAY_SECONDS = 10 * 3600;
const FRIDAY = 5;

/** What is odd about a sheet. A sheet without any is clean. */
export type Flag =
  | { readonly kind: "gap"; readonly day: Day }
  | { readonly kind: "long-day"; readonly day: Day; readonly seconds: number }
  | { readonly kind: "overlap"; readonly entryId: string; readonly otherId: string }
  | { readonly kind: "no-note"; readonly entryId: string }
  | { readonly kind: "unpriced"; readonly entryId: string; readonly reason: string };

export type FlagKind = Flag["kind"];

export interface Known {
  /** Days after it are no gaps yet. */
  readonly today: Day;
  /** Why billable entries have no price, by id; empty while it is not known. */
  readonly unpriced: ReadonlyMap<string, string>;
}

export function flagsOf(sheet: Sheet, entries: readonly Entry[], known: Known): Flag[] {
  return [
    ...gaps(sheet, entries, known.today),
    ...longDays(sheet, entries),
    ...overlaps(entries),
    ...withoutNote(entries),
    ...withoutPrice(entries, known.unpriced),
  ];
}

/** The days of a sheet, Monday first. */
export function daysOfSheet({ first_day }: Sheet): Day[] {
  return [0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(first_day, offset));
}

export function secondsOn(day: Day, entries: readonly Entry[]): number {
  return entries.reduce((sum, { work_date, seconds }) => (work_date === day ? sum + seconds : sum), 0);
}

function gaps(sheet: Sheet, entries: readonly Entry[], today: Day): Flag[] {
  return daysOfSheet(sheet)
    .filter((day) => dayOfWeek(day) <= FRIDAY && day < today && secondsOn(day, entries) === 0)
    .map((day) => ({ kind: "gap", day }));
}

function longDays(sheet: Sheet, entries: readonly Entry[]): Flag[] {
  return daysOfSheet(sheet)
    .map((day) => ({ kind: "long-day" as const, day, seconds: secondsOn(day, entries) }))
    .filter(({ seconds }) => seconds > LONG_DAY_SECONDS);
}

/** Each entry that begins before an earlier one ended, with that one. Entries without a time of day overlap nothing. */
function overlaps(entries: readonly Entry[]): Flag[] {
  const timed = entries
    .flatMap(({ id, started_at, seconds }) => (started_at ? [span(id, started_at, seconds)] : []))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const flags: Flag[] = [];
  let latest = timed[0];
  for (const next of timed.slice(1)) {
    if (latest && next.start < latest.end)
      flags.push({ kind: "overlap", entryId: next.id, otherId: latest.id });
    if (!latest || next.end > latest.end) latest = next;
  }
  return flags;
}

function span(id: string, startedAt: string, seconds: number) {
  const start = millisecondsOf(startedAt);
  return { id, start, end: start + seconds * 1000 };
}

function withoutNote(entries: readonly Entry[]): Flag[] {
  return entries
    .filter(({ description }) => description.trim() === "")
    .map(({ id }) => ({ kind: "no-note", entryId: id }));
}

function withoutPrice(entries: readonly Entry[], unpriced: Known["unpriced"]): Flag[] {
  return entries.flatMap(({ id, billable }) => {
    const reason = billable ? unpriced.get(id) : undefined;
    return reason ? [{ kind: "unpriced" as const, entryId: id, reason }] : [];
  });
}

/** The flags that belong to an entry, and those that belong to a whole day. */
export function flagsOfEntry(flags: readonly Flag[], entryId: string): Flag[] {
  return flags.filter((flag) => "entryId" in flag && flag.entryId === entryId);
}

export function flagsOfDay(flags: readonly Flag[], day: Day): Flag[] {
  return flags.filter((flag) => "day" in flag && flag.day === day);
}

/** How many of each kind, in a fixed order: what a list shows. */
export function counted(flags: readonly Flag[]): [FlagKind, readonly Flag[]][] {
  const kinds: FlagKind[] = ["gap", "long-day", "overlap", "no-note", "unpriced"];
  return kinds
    .map((kind): [FlagKind, readonly Flag[]] => [kind, flags.filter((flag) => flag.kind === kind)])
    .filter(([, of]) => of.length > 0);
}
