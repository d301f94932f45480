import type { Sheet } from "./sheets.ts";
import { useWeekWords } from "./useWeekWords.ts";

/** Number and days of a sheet's week; of another period its days. */
export function WeekOfSheet({ sheet }: { readonly sheet: Sheet }) {
  const { short, days } = useWeekWords();
  const [name, dates] = [short(sheet), days(sheet)];
  return (
    <span>
      {name} {name !== dates && <span className="muted small">{dates}</span>}
    </span>
  );
}
