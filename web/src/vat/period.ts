import { addMonths, firstOfMonth, lastOfMonth } from "../time/workDate.ts";

const MONTHS = { month: 1, quarter: 3, "half-year": 6, year: 12 } as const;
/** How often VAT is settled. */
export type Length = keyof typeof MONTHS;
export const LENGTHS = Object.keys(MONTHS) as Length[];

export interface Period {
  readonly length: Length;
  readonly first_day: string;
  readonly last_day: string;
}

/** The period of that length in which a day is. */
export function periodAt(length: Length, day: string): Period {
  const months = MONTHS[length];
  const month = Number(day.slice(5, 7)) - 1;
  const first_day = addMonths(firstOfMonth(day), -(month % months));
  return { length, first_day, last_day: lastOfMonth(addMonths(first_day, months - 1)) };
}

/** The one that many periods after it, or before it. */
export function moved({ length, first_day }: Period, by: number): Period {
  return periodAt(length, addMonths(first_day, by * MONTHS[length]));
}

/** What is asked for in the address, else the last quarter that is over. */
export function asked(query: URLSearchParams, today: string): Period {
  const length = LENGTHS.find((one) => one === query.get("length")) ?? "quarter";
  const from = query.get("from");
  return from && /^\d{4}-\d{2}-\d{2}$/.test(from)
    ? periodAt(length, from)
    : moved(periodAt(length, today), -1);
}
