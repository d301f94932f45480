import { useLingui } from "@lingui/react/macro";
import type { Kind } from "./typed.ts";

/** What kinds of lines are called, in the order in which they are offered. */
export function useKindWords(): readonly (readonly [Kind, string])[] {
  const { t } = useLingui();
  return [
    ["fee", t`Fee`],
    ["fixed", t`Fixed price`],
    ["expense", t`Expense`],
    ["discount", t`Discount`],
    ["text", t`Text only`],
  ];
}
