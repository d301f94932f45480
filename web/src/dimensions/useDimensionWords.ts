import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { addDays, type Day } from "../time/workDate.ts";
import type { ValuedDimension } from "./asked.ts";

interface Part {
  readonly id: string | null;
  readonly day: Day | null;
  readonly name: string | null;
}

/** Whether it is what agreements charge, where that is of none of what it is split by. */
const isOfAgreements = ({ id, name }: Part) => id === null && name === "agreement";

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
      "written-off": t`Written off`,
      expected: t`Agreed, not to bill yet`,
      ready: t`Agreed, to bill`,
    },
    treatment: {
      hourly: t`By the hour`,
      included: t`Included in a fee`,
      overage: t`Above what a fee includes`,
      prepaid: t`Prepaid`,
      agreement: t`Charged by an agreement`,
    },
  };
}

const wordFor = (words: Readonly<Record<string, string>>, name: string | null) =>
  new Map<string | null, string>(Object.entries(words)).get(name);

/** What a part of the report is called. */
export function usePartName(): (part: Part, dimension: ValuedDimension) => string {
  const { t } = useLingui();
  const { day, days, month } = useFormats();
  const values = useValueWords();
  const period = (first: Day, dimension: ValuedDimension) => {
    if (dimension === "month") return month(first);
    return dimension === "week" ? days(first, addDays(first, 6)) : day(first);
  };
  return (part, dimension) => {
    if (dimension === "state" || dimension === "treatment")
      return wordFor(values[dimension], part.name) ?? t`Without one`;
    if (isOfAgreements(part)) return t`Agreements`;
    return part.day === null ? (part.name ?? t`Without one`) : period(part.day, dimension);
  };
}
