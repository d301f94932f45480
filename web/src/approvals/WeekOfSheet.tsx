import type { Sheet } from "./sheets.ts";
import { useWeekWords } from "./useWeekWords.ts";

/** Number and days of a sheet's week. */
export function WeekOfSheet({ sheet }: { readonly sheet: Sheet }) {
  const { short, days } = useWeekWords();
  return (
    <span>
      {short(sheet)} <span className="muted small">{days(sheet)}</span>
    </span>
  );
}
