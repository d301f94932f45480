import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { isWholeWeek, weekNumber, weekOf } from "../time/isoWeek.ts";
import type { Sheet } from "./sheets.ts";

/** `Week 48`, and its days `23–29 Nov 2026`; a sheet of half a month or a month has its days for both. */
export function useWeekWords() {
  const { t } = useLingui();
  const formats = useFormats();
  const days = ({ first_day, last_day }: Sheet) => formats.days(first_day, last_day);
  const short = (sheet: Sheet) => {
    if (!isWholeWeek(sheet.first_day, sheet.last_day)) return days(sheet);
    const week = weekNumber(weekOf(sheet.first_day));
    return t`Week ${week}`;
  };
  return { short, days };
}
