import type { TimerSchemas } from "../api/timer.ts";
import { type Day, isDay, mondayOf } from "../time/workDate.ts";

export type Plan = TimerSchemas["schemas"]["PlanResponse"];
export type PlannedWeek = Plan["unassigned"][number];

export const WEEKS = 6;

/** The Monday of the week that is asked for in the address, else of today's. */
export function firstWeek(asked: string | null, today: Day): Day {
  return mondayOf(asked && isDay(asked) ? asked : today);
}

type Load = "free" | "full" | "over";

/** How a week looks: more than can be worked, nearly all of it, or less. */
export function loadOf({ planned_seconds, capacity_seconds, over_seconds }: PlannedWeek): Load {
  if (over_seconds > 0) return "over";
  return capacity_seconds > 0 && planned_seconds * 10 >= capacity_seconds * 9 ? "full" : "free";
}
