import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";

/** Why a draft was not issued although it was to be. */
const WORDS: Record<string, MessageDescriptor> = {
  "tax-code": msg`A line’s tax code is retired: change it here, then try again.`,
  late: msg`More than a week late: look at it and issue it.`,
  paused: msg`Paused before it was issued: look at it and issue it, or delete it.`,
  ended: msg`Ended before it was issued: look at it and issue it, or delete it.`,
  "left-out:unpriced": msg`Some time has no price.`,
  "left-out:approval-on-its-way": msg`The approval of some time is on its way.`,
  "left-out:price-on-its-way": msg`The price of some time is on its way.`,
  "left-out:ready": msg`Some time came after it was made.`,
  "missing:seller.name": msg`Your own name is missing.`,
  "missing:seller.address": msg`Your own address is missing: street, city and country.`,
  "missing:seller.vat_number": msg`Your own VAT or registration number is missing.`,
  "missing:payment_instructions": msg`How to pay is missing.`,
  "missing:buyer.name": msg`The customer’s name is missing.`,
  "missing:buyer.address": msg`The customer’s address is missing: street, city and country.`,
  "missing:buyer.vat_number": msg`The customer’s VAT number is missing, for reverse charge.`,
  "missing:total": msg`The total is below zero.`,
};

/** In the reader's language; what is not usual as it is, or as said otherwise. */
export function useReasonWords(): (reason: string, otherwise?: string) => string {
  const { _ } = useLingui();
  return (reason, otherwise = reason) => {
    const words = WORDS[reason];
    return words ? _(words) : otherwise;
  };
}
