import { useLingui } from "@lingui/react/macro";
import type { Dispute } from "./invoice.ts";

export type Outcome = NonNullable<Dispute["resolution"]>["outcome"];

/** What can come of a dispute, in words. */
export function useOutcomes(): Record<Outcome, string> {
  const { t } = useLingui();
  return {
    credited: t`It was credited`,
    upheld: t`The invoice stands`,
    withdrawn: t`The customer accepts it`,
    other: t`Something else`,
  };
}
