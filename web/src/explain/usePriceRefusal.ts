import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { kindOf, type Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";

/** A refusal to set a price, in the reader's language. */
export function usePriceRefusal(problem: Problem | null) {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  return useMemo(() => {
    if (!problem || !refusal) return null;
    const words: Record<string, string> = {
      "entry-billed": t`An invoice bills this time, so its price stays.`,
      "overrides-refused": t`No price was set: all of them get it, or none.`,
      "entry-not-billable": t`The time is not billable, or has no customer who would pay for it.`,
    };
    return { ...refusal, message: words[kindOf(problem)] ?? refusal.message };
  }, [problem, refusal, t]);
}
