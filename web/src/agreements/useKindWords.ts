import { useLingui } from "@lingui/react/macro";
import type { Kind } from "./agreement.ts";

interface Words {
  readonly name: string;
  /** What it is, for those who choose. */
  readonly means: string;
}

export function useKindWords(): Readonly<Record<Kind, Words>> {
  const { t } = useLingui();
  return {
    "monthly-minimum": {
      name: t`Monthly fee`,
      means: t`A fee that covers hours of each month. What exceeds them is charged by the hour.`,
    },
    "spend-minimum": {
      name: t`Monthly minimum`,
      means: t`By the hour as usual. What a month misses of the minimum is added.`,
    },
    "prepaid-hours": {
      name: t`Prepaid hours`,
      means: t`Hours that are bought up front, and drawn down as work is done.`,
    },
    "prepaid-amount": {
      name: t`Prepaid amount`,
      means: t`An amount that is paid up front, and drawn down by the hour.`,
    },
    "fixed-price": {
      name: t`Fixed price`,
      means: t`Parts with a price each, billed when they are reached. Hours are not charged.`,
    },
  };
}
