import type { Problem } from "../api/problem.ts";
import { kindOf } from "../api/problem.ts";

export interface FieldError {
  readonly field: string;
  readonly reason: string;
}

/** Where something that the law demands is mended. */
export type Place = "seller" | "customer" | "lines";

export function missingOf(problem: Problem | null): readonly FieldError[] {
  return problem && kindOf(problem) === "invoice-incomplete" ? (problem.errors ?? []) : [];
}

export function placeOf(field: string): Place {
  if (field.startsWith("seller") || field === "payment_instructions") return "seller";
  return field.startsWith("buyer") ? "customer" : "lines";
}
