import { addDays, addMonths, type Day, firstOfMonth, lastOfMonth, mondayOf } from "../time/workDate.ts";

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

/** By what time that has a price can be split besides: how far it is, and how it is charged. */
export const VALUED_DIMENSIONS = [...DIMENSIONS, "state", "treatment"] as const;
export type ValuedDimension = (typeof VALUED_DIMENSIONS)[number];

export const PERIODS = ["week", "month", "last-month", "year"] as const;
type Period = (typeof PERIODS)[number];

export interface Asked<By extends string = Dimension> {
  readonly period: Period;
  readonly by: By;
  /** Null: not split further. */
  readonly thenBy: By | null;
}

/** What the address asks for; what makes no sense there is the usual. */
export function askedIn(search: URLSearchParams): Asked {
  return askedOf(search, DIMENSIONS, "agent");
}

/** The same where time can be split by these dimensions. */
export function askedOf<By extends string>(
  search: URLSearchParams,
  dimensions: readonly By[],
  usual: By,
): Asked<By> {
  const by = known(search, dimensions, "by") ?? usual;
  const thenBy = known(search, dimensions, "then") ?? null;
  return { period: known(search, PERIODS, "period") ?? "month", by, thenBy: thenBy === by ? null : thenBy };
}

/** One of these that the address names. */
export function known<T extends string>(
  search: URLSearchParams,
  values: readonly T[],
  name: string,
): T | undefined {
  return values.find((value) => value === search.get(name));
}

/** The first and the last day of a period. */
export function daysOf(period: Period, today: Day): { first_day: Day; last_day: Day } {
  const monday = mondayOf(today);
  if (period === "week") return { first_day: monday, last_day: addDays(monday, 6) };
  if (period === "year")
    return { first_day: `${today.slice(0, 4)}-01-01`, last_day: `${today.slice(0, 4)}-12-31` };
  const first = firstOfMonth(period === "month" ? today : addMonths(firstOfMonth(today), -1));
  return { first_day: first, last_day: lastOfMonth(first) };
}

/** The same for the API. */
export function queryOf<By extends string>({ period, by, thenBy }: Asked<By>, today: Day) {
  return { ...daysOf(period, today), by, ...(thenBy ? { then_by: thenBy } : {}) };
}
