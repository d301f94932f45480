import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { rates } from "../api/rates.ts";
import { addMonths, type Day, firstOfMonth, lastOfMonth } from "../time/workDate.ts";

export const MONTHS = 6;

/** What was invoiced and received in the last months, and what is owed. */
export function useTurnover() {
  return useQuery(invoicing.query("/v1/reports/turnover", { params: { query: { months: MONTHS } } }));
}

/** What the work of this month is expected to earn. */
export function useExpected(today: Day) {
  const query = { first_day: firstOfMonth(today), last_day: lastOfMonth(today) };
  return useQuery(rates.query("/v1/costs-and-revenue", { params: { query } }));
}

/** What the work of the last months is expected to earn, by month. */
export function useExpectedMonths(today: Day) {
  const first_day = addMonths(firstOfMonth(today), 1 - MONTHS);
  const query = { first_day, last_day: lastOfMonth(today), by: "month" as const };
  return useQuery(rates.query("/v1/costs-and-revenue", { params: { query } }));
}
