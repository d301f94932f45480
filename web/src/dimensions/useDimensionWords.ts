import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { addDays, type Day } from "../time/workDate.ts";
import type { ValuedDimension } from "./asked.ts";

interface Part {
  readonly id: string | null;
  readonly day: Day | null;
  readonly name: string | null;
}

/** What each dimension is called. */
export function useDimensionWords(): Record<ValuedDimension, string> {
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
    state: t`State`,
    treatment: t`Charged`,
  };
}

/** How far time is, and how it is charged. */
export function useValueWords() {
  const { t } = useLingui();
  return {
    state: {
      logged: t`Not approved`,
      approved: t`Approved`,
      billed: t`Billed`,
    },
    treatment: {
      hourly: t`By the hour`,
      included: t`Included in a fee`,
      overage: t`Above what a fee includes`,
      prepaid: t`Prepaid`,
    },
  };
}

/** What a part of the report is called. */
export function usePartName(): (part: Part, dimension: ValuedDimension) => string {
  const { t } = useLingui();
  const { day, days, month } = useFormats();
  const values = useValueWords();
  return (part, dimension) => {
    if (dimension === "state" || dimension === "treatment")
      return (
        new Map<string | null, string>(Object.entries(values[dimension])).get(part.name) ?? t`Without one`
      );
    if (part.day === null) return part.name ?? t`Without one`;
    if (dimension === "month") return month(part.day);
    return dimension === "week" ? days(part.day, addDays(part.day, 6)) : day(part.day);
  };
}
