import type { Day } from "../time/workDate.ts";

interface Ranked {
  readonly weight: number;
  readonly valid_from: Day;
  readonly valid_to: Day | null;
}

export type Standing = "holds" | "coming" | "over";

/** Whether a rate holds on a day, will, or did. */
export function standing(rate: Ranked, on: Day): Standing {
  if (rate.valid_from > on) return "coming";
  return rate.valid_to !== null && rate.valid_to < on ? "over" : "holds";
}

/** The most specific first, as they win; of the same things the newest first. */
export function byWeight<Rate extends Ranked>(rates: readonly Rate[]): Rate[] {
  return [...rates].sort((a, b) => b.weight - a.weight || (a.valid_from < b.valid_from ? 1 : -1));
}

/** Why a rate that covers some work does not give its price. */
export function whyNot(rate: Ranked, on: Day): "not-yet" | "no-longer" | "less-specific" {
  const now = standing(rate, on);
  if (now === "coming") return "not-yet";
  return now === "over" ? "no-longer" : "less-specific";
}
