import { addDays } from "../time/workDate.ts";

const LONG = 92;

/** Whether a typed date is older than a quarter, the longest time for which most people are late. */
export function isLongAgo(typed: string, today: string): boolean {
  return typed !== "" && typed < addDays(today, -LONG);
}
