import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import type { Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";

/** A refusal with the reason of hours that could not be read, which the service only knows as seconds. */
export function useAgreementRefusal(problem: Problem | null) {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  return useMemo(() => {
    if (!refusal) return null;
    const reasons = [...refusal.reasons].map(([field, reason]): [string, string] => [
      field,
      field.endsWith("seconds") ? t`Write hours like 20, 20:30 or 20.5.` : reason,
    ]);
    return { ...refusal, reasons: new Map(reasons) };
  }, [refusal, t]);
}
