import type { TimerSchemas } from "../api/timer.ts";
import { addDays, addMonths, type Day, dayOfWeek, firstOfMonth, lastOfMonth } from "../time/workDate.ts";

export type Report = TimerSchemas["schemas"]["WorkReportResponse"];
export type Part = TimerSchemas["schemas"]["WorkPartResponse"];

export const DIMENSIONS = [
  "agent",
  "team",
  "project",
  "organization",
  "service_type",
  "day",
  "week",
  "month",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const PERIODS = ["week", "month", "last-month", "year"] as const;
export type Period = (typeof PERIODS)[number];

export interface Asked {
  readonly period: Period;
  readonly by: Dimension;
  /** Null: not split further. */
  readonly thenBy: Dimension | null;
}

/** What the address asks for; what makes no sense there is the usual. */
export function askedIn(search: URLSearchParams): Asked {
  const known = <T extends string>(values: readonly T[], name: string) =>
    values.find((value) => value === search.get(name));
  const by = known(DIMENSIONS, "by") ?? "agent";
  const thenBy = known(DIMENSIONS, "then") ?? null;
  return { period: known(PERIODS, "period") ?? "month", by, thenBy: thenBy === by ? null : thenBy };
}

/** The first and the last day of a period. */
export function daysOf(period: Period, today: Day): { first_day: Day; last_day: Day } {
  const monday = addDays(today, 1 - dayOfWeek(today));
  if (period === "week") return { first_day: monday, last_day: addDays(monday, 6) };
  if (period === "year")
    return { first_day: `${today.slice(0, 4)}-01-01`, last_day: `${today.slice(0, 4)}-12-31` };
  const first = firstOfMonth(period === "month" ? today : addMonths(firstOfMonth(today), -1));
  return { first_day: first, last_day: lastOfMonth(first) };
}

export interface Row {
  readonly key: string;
  readonly part: Part;
  /** Whether it is a part of the group above. */
  readonly inner: boolean;
}

/** Each group, and below it what it is split into. */
export function rowsOf({ groups }: Report): Row[] {
  return groups.flatMap((group) => [
    { key: keyOf(group), part: group, inner: false },
    ...group.parts.map((part) => ({ key: `${keyOf(group)} ${keyOf(part)}`, part, inner: true })),
  ]);
}

const keyOf = ({ id, day }: Part) => id ?? day ?? "none";

/** A share of the API as whole percent. */
export function percentOf(share: number): string {
  return String(Math.round(share * 100));
}
