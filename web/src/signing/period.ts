import { addDays, addMonths, type Day, firstOfMonth, lastOfMonth, mondayOf } from "../time/workDate.ts";

export interface Days {
  readonly first_day: Day;
  readonly last_day: Day;
}

export const PERIODS = ["last-month", "month", "last-week"] as const;
export type Period = (typeof PERIODS)[number];

/** The days of a usual period. */
export function daysOf(period: Period, today: Day): Days {
  if (period === "last-week") {
    const monday = addDays(mondayOf(today), -7);
    return { first_day: monday, last_day: addDays(monday, 6) };
  }
  const first_day = period === "month" ? firstOfMonth(today) : addMonths(firstOfMonth(today), -1);
  return { first_day, last_day: lastOfMonth(first_day) };
}

/** Which of the usual periods these days are. */
export function periodOf(days: Days, today: Day): Period | undefined {
  return PERIODS.find((period) => {
    const { first_day, last_day } = daysOf(period, today);
    return first_day === days.first_day && last_day === days.last_day;
  });
}
