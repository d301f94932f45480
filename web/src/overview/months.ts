import type { InvoicingSchemas } from "../api/invoicing.ts";
import { addMonths, type Day, firstOfMonth } from "../time/workDate.ts";

type Turnover = InvoicingSchemas["schemas"]["TurnoverResponse"];
/** How much of a month's name stands below its bars. */
export const MONTH_LETTERS = 3;

export type MonthTurnover = Turnover["months"][number];

/** The months up to today, earliest first. */
export function monthsOf(today: Day, count: number): readonly Day[] {
  const first = firstOfMonth(today);
  return Array.from({ length: count }, (_, index) => addMonths(first, index - count + 1));
}

/** The currencies of a report in the order of their first month. */
export function currenciesOf(months: readonly MonthTurnover[]): readonly string[] {
  return [...new Set(months.map(({ currency }) => currency))];
}

/** Amounts have no height in a chart until they are numbers: rounded to whole units, only to be drawn. */
export function heightOf(amount: { readonly amount: string } | undefined): number {
  return Math.max(0, Number.parseInt(amount?.amount ?? "0", 10));
}
