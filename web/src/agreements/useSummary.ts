import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import type { Told } from "./told.ts";
import { useChargeWords } from "./useChargeWords.ts";
import { useRolloverWords } from "./useRolloverWords.ts";

type Words = (told: Told) => string | null;

/** What an agreement charges, in sentences. */
export function useSummary(): (told: Told) => readonly string[] {
  const { t } = useLingui();
  const charges = useChargeWords();
  const rollover = useRolloverWords();
  const rises = useRiseWords();
  const lasts = useEndWords();
  const billed = ({ kind, in_advance }: Told) => {
    if (kind !== "monthly-minimum") return null;
    return in_advance ? t`It is billed when its month begins.` : t`It is billed when its month is over.`;
  };
  const prorated = ({ prorate }: Told) =>
    prorate ? t`The first and the last month count by their days.` : null;
  const parts: readonly Words[] = [charges, rollover, billed, prorated, rises, lasts];
  return (told) => parts.map((words) => words(told)).filter((sentence) => sentence !== null);
}

function useRiseWords(): Words {
  const { t } = useLingui();
  const { percent, dayOfYear } = useFormats();
  return ({ indexing }) => {
    if (!indexing) return null;
    const by = percent(indexing.percent);
    if (!indexing.day_of_year) return t`The amount rises by ${by} every year, on the day on which it began.`;
    return t`The amount rises by ${by} every year, on ${dayOfYear(indexing.day_of_year)}.`;
  };
}

function useEndWords(): Words {
  const { t } = useLingui();
  const { day } = useFormats();
  return ({ last_day, renews_months }) => {
    if (!last_day) return null;
    if (!renews_months) return t`It ends on ${day(last_day)}.`;
    return renews_months === 1
      ? t`It holds until ${day(last_day)}, and then month by month until somebody ends it.`
      : t`It holds until ${day(last_day)}, and then for ${renews_months} more months at a time until somebody ends it.`;
  };
}
