import { useLingui } from "@lingui/react/macro";
import type { Kind } from "./rates.ts";

/** What is written about rules of a kind, and what one must be allowed to change them. */
export function useRuleWords(kind: Kind) {
  const rate = useRateWords();
  const cost = useCostWords();
  return kind === "rate" ? rate : cost;
}

function useRateWords() {
  const { t } = useLingui();
  return {
    change: "change-rates",
    list: t`The rates`,
    which: t`Which rates`,
    table: t`Rates, the most specific first`,
    none: t`No rates yet`,
    add: t`Add a rate`,
    addIt: t`Add the rate`,
    addFirst: t`Add the first rate`,
    added: t`The rate is added`,
    perHour: t`Per hour, without VAT`,
    end: t`End a rate`,
    endIt: t`End the rate`,
    ended: t`The end of the rate is set`,
    endHint: t`Empty: until further notice. Time after it that is not billed is priced anew.`,
    withdraw: t`Withdraw the rate?`,
    withdrawHint: t`As if it had never been. Time that it priced and that is not billed is priced anew.`,
    withdrawn: t`The rate is withdrawn`,
  } as const;
}

function useCostWords() {
  const { t } = useLingui();
  return {
    change: "see-costs",
    list: t`The costs`,
    which: t`Which costs`,
    table: t`Costs, the most specific first`,
    none: t`No costs yet`,
    add: t`Add a cost`,
    addIt: t`Add the cost`,
    addFirst: t`Add the first cost`,
    added: t`The cost is added`,
    perHour: t`What an hour costs`,
    end: t`End a cost`,
    endIt: t`End the cost`,
    ended: t`The end of the cost is set`,
    endHint: t`Empty: until further notice. All time after it is valued anew, billed or not.`,
    withdraw: t`Withdraw the cost?`,
    withdrawHint: t`As if it had never been. All time that it covers is valued anew, billed or not.`,
    withdrawn: t`The cost is withdrawn`,
  } as const;
}
