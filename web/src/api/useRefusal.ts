import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import type { Problem } from "./problem.ts";
import { fieldWords, problemWords } from "./problemWords.ts";

/** A problem as forms and notes show it: a sentence and the reasons of fields, in the reader's language. */
export function useRefusal(problem: Problem | null) {
  const { i18n } = useLingui();
  return useMemo(
    () => problem && { message: problemWords(problem, i18n), reasons: fieldWords(problem, i18n) },
    [problem, i18n],
  );
}
