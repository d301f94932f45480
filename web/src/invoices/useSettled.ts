import { useLingui } from "@lingui/react/macro";
import type { Amount } from "../i18n/format.ts";
import type { Summary } from "./invoice.ts";

type Settled = Pick<Summary, "credited" | "paid" | "credit_applied" | "differences">;

/** What of an invoice is owed no more, and why; what is left of the total without them is owed. */
export function useSettled(): (of: Settled) => readonly (readonly [string, Amount])[] {
  const { t } = useLingui();
  return (of) =>
    [
      [t`Credited`, of.credited] as const,
      [t`Paid`, of.paid] as const,
      [t`Credit applied`, of.credit_applied] as const,
      [t`Written off`, of.differences] as const,
    ].filter(([, { amount }]) => /[1-9]/.test(amount));
}
