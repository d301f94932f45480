import { useLingui } from "@lingui/react/macro";
import type { Kind } from "./typed.ts";

/** What kinds of lines are called, in the order in which they are offered. */
export function useKindWords(): readonly (readonly [Kind, string])[] {
  const { t } = useLingui();
  return [
    ["time", t`Hours`],
    ["fixed", t`Fixed price`],
    ["fee", t`Fee`],
    ["expense", t`Expense`],
    ["discount", t`Discount`],
    ["text", t`Text only`],
  ];
}
