import { kindOf, type Problem } from "../api/problem.ts";

/** Why an entry stands in the way of a price; what is none of these is told as the service does. */
export type Reason = "not-found" | "changed-meanwhile" | "price-set" | "entry-billed" | "entry-not-billable";

const REFUSED = /^([\w-]+): (.*)$/s;

/** Each entry that stood in the way when prices were set together, with the kind of its reason. */
export function refusedPrices(problem: Problem | null): ReadonlyMap<string, string> {
  if (!problem || kindOf(problem) !== "overrides-refused") return new Map();
  return new Map(
    (problem.errors ?? []).map(({ field, reason }) => [field, REFUSED.exec(reason)?.[1] ?? reason]),
  );
}

/** A refusal of the price that all were to have, as of the one form in which it was typed. */
export function asOfOne(problem: Problem | null): Problem | null {
  if (!problem?.errors) return problem;
  if (kindOf(problem) === "overrides-refused") return { ...problem, errors: [] };
  const errors = problem.errors.map(({ field, reason }) => ({
    field: field.replace(/^overrides\.\d+\./, ""),
    reason,
  }));
  return { ...problem, errors };
}
