import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import type { Kind } from "./agreement.ts";
import { padded } from "./padded.ts";
import type { Told } from "./told.ts";

type Words = (told: Told) => string | null;

/** What it charges, in a sentence; nothing while that is not known yet. */
export function useChargeWords(): Words {
  const { t } = useLingui();
  const words: Readonly<Record<Kind, Words>> = {
    "monthly-minimum": useFeeWords(),
    "spend-minimum": useMinimumWords(),
    "prepaid-hours": () =>
      t`Hours are bought in blocks up front and drawn down, the oldest first; hours above at their own rates.`,
    "prepaid-amount": () =>
      t`Amounts are paid up front and drawn down at the rates of the hours, the oldest first; hours above at their own rates.`,
    "fixed-price": ({ parts }) =>
      parts === 1
        ? t`A fixed price, billed when it is reached; its hours are not charged.`
        : t`A fixed price in ${parts} parts, each billed when it is reached; its hours are not charged.`,
  };
  return (told) => words[told.kind](told);
}

function useFeeWords(): Words {
  const { t } = useLingui();
  const { money } = useFormats();
  return ({ amount, currency, included_seconds: seconds }) => {
    if (!amount) return null;
    const fee = money({ amount: padded(amount, currency), currency });
    return seconds > 0
      ? t`${fee} a month covers ${formatDuration(seconds)} hours; hours above at their own rates.`
      : t`${fee} a month; hours at their own rates.`;
  };
}

function useMinimumWords(): Words {
  const { t } = useLingui();
  const { money } = useFormats();
  return ({ amount, currency }) => {
    const least = amount && money({ amount: padded(amount, currency), currency });
    return (
      least && t`Hours at their own rates; a month that comes to less than ${least} is filled up to that.`
    );
  };
}
