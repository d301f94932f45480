import { useLingui } from "@lingui/react";
import { useMemo, useSyncExternalStore } from "react";
import type { Problem } from "./problem.ts";
import { canTell, fieldWords, onProblemWords, problemWords } from "./problemWords.ts";

const never = () => () => undefined;

/** A problem as forms and notes show it: a sentence and the reasons of fields, in the reader's language. */
export function useRefusal(problem: Problem | null) {
  const { i18n } = useLingui();
  const told = useSyncExternalStore(problem ? onProblemWords : never, () => canTell(problem));
  return useMemo(
    () =>
      problem && told ? { message: problemWords(problem, i18n), reasons: fieldWords(problem, i18n) } : null,
    [problem, i18n, told],
  );
}
