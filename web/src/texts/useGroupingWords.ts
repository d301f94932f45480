import { useLingui } from "@lingui/react/macro";
import type { GroupBy, Place } from "./lineTexts.ts";

/** What one line stands for. */
export function useGroupingWords(): Readonly<Record<GroupBy, string>> {
  const { t } = useLingui();
  return {
    entry: t`Entry`,
    work_item: t`Task or ticket`,
    project: t`Project`,
    agent: t`Person`,
    service_type: t`Kind of work`,
    day: t`Day`,
    all: t`All in one line`,
  };
}

/** What is put into a text's place. */
export function usePlaceWords(): Readonly<Record<Place, string>> {
  const { t } = useLingui();
  return {
    project: t`Project`,
    task: t`Task or ticket`,
    agent: t`Person`,
    service: t`Kind of work`,
    day: t`Day`,
    period: t`Period`,
    note: t`What was done`,
    hours: t`Hours`,
  };
}
