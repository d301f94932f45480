import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import type { Run } from "./useRun.ts";

/** What a run is called: its period, unless it issues drafts that somebody chose. */
export function useRunName(): (run: Run) => string {
  const { t } = useLingui();
  const { days } = useFormats();
  return ({ first_day, last_day }) => (first_day && last_day ? days(first_day, last_day) : t`Chosen drafts`);
}
