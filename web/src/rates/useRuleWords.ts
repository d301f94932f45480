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
    changes: t`Changes of rates, the newest first`,
    changeSo: t`Change the rates so`,
    changed: t`The rates are changed. Time gets its new prices in a moment.`,
    file: t`Change rates by a file`,
    csv: t`Rates as CSV`,
    csvFile: t`CSV file with rates`,
    fileHint: t`A row without an id begins a rate; one with an id gives its rate another last day, or another amount from a day on. Rates that no row names stay.`,
    end: t`End a rate`,
    endIt: t`End the rate`,
    endHint: t`Empty: until further notice. Time after it that is not billed is priced anew.`,
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
    changes: t`Changes of costs, the newest first`,
    changeSo: t`Change the costs so`,
    changed: t`The costs are changed. Time is valued anew in a moment.`,
    file: t`Change costs by a file`,
    csv: t`Costs as CSV`,
    csvFile: t`CSV file with costs`,
    fileHint: t`A row without an id begins a cost; one with an id gives its cost another last day, or another amount from a day on. Costs that no row names stay.`,
    end: t`End a cost`,
    endIt: t`End the cost`,
    endHint: t`Empty: until further notice. All time after it is valued anew, billed or not.`,
  } as const;
}
