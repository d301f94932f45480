import { useLingui } from "@lingui/react/macro";
import type { Age } from "./receivables.ts";

/** What each age is called. */
export function useAgeWords(): Readonly<Record<Age, string>> {
  const { t } = useLingui();
  return {
    not_due: t`Not due`,
    days_1_30: t`1–30 days late`,
    days_31_60: t`31–60 days`,
    days_61_90: t`61–90 days`,
    days_over_90: t`Over 90 days`,
  };
}
