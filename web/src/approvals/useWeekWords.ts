import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { weekNumber, weekOf } from "../time/isoWeek.ts";
import type { Sheet } from "./sheets.ts";

/** `Week 48`, and its days `23–29 Nov 2026`. */
export function useWeekWords() {
  const { t } = useLingui();
  const formats = useFormats();
  const short = ({ first_day }: Sheet) => {
    const week = weekNumber(weekOf(first_day));
    return t`Week ${week}`;
  };
  const days = ({ first_day, last_day }: Sheet) => formats.days(first_day, last_day);
  return { short, days };
}
