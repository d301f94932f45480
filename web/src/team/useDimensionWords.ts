import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { addDays } from "../time/workDate.ts";
import type { Dimension, Part } from "./report.ts";

/** What each dimension is called. */
export function useDimensionWords(): Record<Dimension, string> {
  const { t } = useLingui();
  return {
    agent: t`Person`,
    team: t`Team`,
    project: t`Project`,
    organization: t`Customer`,
    service_type: t`Kind of work`,
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
  };
}

/** What a part of the report is called. */
export function usePartName(): (part: Part, dimension: Dimension) => string {
  const { t } = useLingui();
  const { day, days, month } = useFormats();
  return (part, dimension) => {
    if (part.day === null) return part.name ?? t`Without one`;
    if (dimension === "month") return month(part.day);
    return dimension === "week" ? days(part.day, addDays(part.day, 6)) : day(part.day);
  };
}
