import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { formatDuration } from "../time/duration.ts";
import { toast } from "../ui/toasts.ts";
import type { Entry } from "./change.ts";

/** Says by how much an entry exceeds its project's budget of hours, when the service told so. */
export function sayOverBudget<Recorded extends Entry | null>(entry: Recorded): Recorded {
  const over = entry?.over_budget_seconds;
  if (over) {
    const hours = formatDuration(over);
    toast(i18n._(msg`The project's budget of hours is exceeded by ${hours}.`), { seconds: 10 });
  }
  return entry;
}
