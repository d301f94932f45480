import { useLingui } from "@lingui/react/macro";
import type { ExpenseWithDeeds } from "./expense.ts";

type Act = ExpenseWithDeeds["deeds"][number]["act"];

/** What was done, in the reader's words. */
export function useDeedWords(): Record<Act, string> {
  const { t } = useLingui();
  return {
    recorded: t`Recorded`,
    changed: t`Changed`,
    "billing-changed": t`Billing changed`,
    approved: t`Approved`,
    rejected: t`Rejected`,
    "receipt-added": t`Receipt added`,
    "receipt-removed": t`Receipt removed`,
    deleted: t`Deleted`,
  };
}
