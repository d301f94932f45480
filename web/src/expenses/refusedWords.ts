import type { I18n } from "@lingui/core";
import { kindOf, type Problem } from "../api/problem.ts";
import { fieldWords, problemWords } from "../api/problemWords.ts";

/** A refusal where no field can show its reason: the reasons themselves, rather than that there are some. */
export function refusedWords(problem: Problem, i18n: I18n): string {
  const reasons = [...fieldWords(problem, i18n).values()];
  const message =
    kindOf(problem) === "invalid-input" && reasons.length > 0 ? [] : [problemWords(problem, i18n)];
  return [...message, ...reasons].join(" ");
}
