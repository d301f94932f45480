import { useLingui } from "@lingui/react/macro";
import { kindOf, type Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import type { Refusal } from "../ui/Form.tsx";

/** Why there is no draft. The fields of `nothing-to-bill` are reasons: they become sentences of the reader's language. */
export function useDraftRefusal(problem: Problem | null): Refusal | null {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  if (!problem || !refusal) return refusal;
  const words: Record<string, string> = {
    "approval-on-its-way": t`Some time waits for its approval to arrive.`,
    "price-on-its-way": t`Some time waits for its price.`,
    unpriced: t`Some time has no rate that matches. Set one, and the price arrives by itself.`,
    "other-currency": t`Some time is priced in another currency.`,
    "on-another-draft": t`The time of this period is on another draft.`,
    billed: t`The time of this period is billed already.`,
    "held-back": t`Time of this period is held back. Let it go to draft it.`,
    "written-off": t`The time of this period is written off.`,
    "not-billable": t`Some time is not billable.`,
  };
  const kinds = ["nothing-to-bill", "time-on-its-way"];
  if (!kinds.includes(kindOf(problem))) return refusal;
  const why = (problem.errors ?? []).map(({ field, reason }) => words[field] ?? reason);
  return { message: [refusal.message, ...why].join(" "), reasons: new Map() };
}
