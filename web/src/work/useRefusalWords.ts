import { useLingui } from "@lingui/react";
import type { Problem } from "../api/problem.ts";
import { problemWords } from "../api/problemWords.ts";

/** A refusal in the reader's language, for a toast. */
export function useRefusalWords(): (problem: Problem) => string {
  const { i18n } = useLingui();
  return (problem) => problemWords(problem, i18n);
}
