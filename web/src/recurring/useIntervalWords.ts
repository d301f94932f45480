import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Unit } from "./recurring.ts";

/** How often: every month, every 2 weeks. */
export function useIntervalWords(): (of: { readonly unit: Unit; readonly every: number }) => string {
  const { t } = useLingui();
  return ({ unit, every }) => {
    if (unit === "week") return t`${plural(every, { one: "Every week", other: "Every # weeks" })}`;
    if (unit === "month") return t`${plural(every, { one: "Every month", other: "Every # months" })}`;
    if (unit === "quarter") return t`${plural(every, { one: "Every quarter", other: "Every # quarters" })}`;
    return t`${plural(every, { one: "Every year", other: "Every # years" })}`;
  };
}
