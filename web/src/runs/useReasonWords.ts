import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";

/** Why time is on no draft, and what the law demands and a draft lacks. */
const WORDS: Record<string, MessageDescriptor> = {
  "approval-on-its-way": msg`Priced, and its approval has not arrived here.`,
  "price-on-its-way": msg`The price is on its way: draft what is missing in a moment.`,
  unpriced: msg`No rate matches.`,
  "other-currency": msg`Priced in another currency.`,
  "held-by-agreement": msg`An agreement covers it: the line that bills the agreement takes it along.`,
  "on-another-draft": msg`On another draft.`,
  billed: msg`Billed already.`,
  ready: msg`Ready: it came after the draft was made.`,
  "seller.name": msg`Your own name is missing.`,
  "seller.address": msg`Your own address is missing: street, city and country.`,
  "seller.vat_number": msg`Your own VAT or registration number is missing.`,
  payment_instructions: msg`How to pay is missing.`,
  "buyer.name": msg`The customer's name is missing.`,
  "buyer.address": msg`The customer's address is missing: street, city and country.`,
  "buyer.vat_number": msg`The customer's VAT number is missing, for reverse charge.`,
  lines: msg`The draft has no lines.`,
  line_count: msg`It has more than 750 lines: group its time otherwise.`,
  total: msg`The total is below zero.`,
};

/** In the reader's language; undefined for what is not usual. */
export function useReasonWords(): (reason: string) => string | undefined {
  const { _ } = useLingui();
  return (reason) => {
    const words = WORDS[reason];
    return words && _(words);
  };
}
