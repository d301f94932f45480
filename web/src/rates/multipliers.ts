import { type RatesSchemas, rates } from "../api/rates.ts";
import { data, ifMatch } from "../api/service.ts";
import type { Day } from "../time/workDate.ts";
import type { Currency } from "./rates.ts";

type Schemas = RatesSchemas["schemas"];
export type Multiplier = Schemas["MultiplierResponse"];
export type NewMultiplier = Schemas["CreateMultiplierRequest"];
export type Holiday = Schemas["HolidayResponse"];
export type WindowKind = Multiplier["kind"];
export type Weekday = Multiplier["weekdays"][number];

export const WEEKDAYS: readonly Weekday[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** Runs of days that follow each other: from Monday to Friday is one. Counted from 0. */
export function runsOf(weekdays: readonly Weekday[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const day of weekdays.map((name) => WEEKDAYS.indexOf(name)).sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

/** What was typed in the form of a new multiplier, besides what it names. */
export interface Typed {
  readonly name: string;
  readonly kind: WindowKind;
  readonly weekdays: readonly Weekday[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly aboveSeconds: number | null;
  readonly charge: "factor" | "rate";
  readonly amount: string;
  readonly currency: string;
  readonly from: Day;
  readonly until: Day | null;
}

type Named = Pick<
  NewMultiplier,
  "project_id" | "organization_id" | "agent_id" | "team_id" | "service_type_id"
>;

/** The request of a multiplier: it has what its kind has. */
export function requestOf(typed: Typed, named: Named): NewMultiplier {
  const hours = typed.kind === "hours";
  const overtime = typed.kind === "overtime-day" || typed.kind === "overtime-week";
  const rate = { amount: typed.amount, currency: typed.currency.toUpperCase() as Currency };
  return {
    ...named,
    name: typed.name,
    kind: typed.kind,
    weekdays: hours ? [...typed.weekdays] : [],
    starts_at: hours ? typed.startsAt || null : null,
    ends_at: hours ? typed.endsAt || null : null,
    above_seconds: overtime ? typed.aboveSeconds : null,
    factor: typed.charge === "factor" ? typed.amount : null,
    hourly_rate: typed.charge === "rate" ? rate : null,
    valid_from: typed.from,
    valid_to: typed.until,
  };
}

export async function create(body: NewMultiplier): Promise<Multiplier> {
  return data(rates.POST("/v1/multipliers", { body }));
}

/** Another last day, or (null) that it had never been. */
export type Ending = { readonly lastDay: Day | null } | null;

export async function end(multiplier: Multiplier, ending: Ending): Promise<void> {
  const params = { path: { multiplier_id: multiplier.id }, header: ifMatch(multiplier) };
  if (ending === null) await rates.DELETE("/v1/multipliers/{multiplier_id}", { params });
  else {
    const body = { valid_to: ending.lastDay };
    await data(rates.PATCH("/v1/multipliers/{multiplier_id}", { params, body }));
  }
}

/** Days that are not among the holidays yet. */
export function missing(
  days: readonly { readonly day: Day; readonly name: string }[],
  holidays: readonly Holiday[],
) {
  const known = new Set(holidays.map(({ day }) => day));
  return days.filter(({ day }) => !known.has(day)).map(({ day, name }) => ({ day, name }));
}

export async function addHolidays(holidays: Schemas["NewHolidayRequest"][]) {
  return data(rates.POST("/v1/holidays", { body: { holidays } }));
}

export async function removeHoliday(holiday: Holiday): Promise<void> {
  await rates.DELETE("/v1/holidays/{holiday_id}", { params: { path: { holiday_id: holiday.id } } });
}
