import { useLingui } from "@lingui/react/macro";
import type { Absence } from "../directory/absenceKinds.ts";
import { useFormats } from "../i18n/format.ts";

/** States and days of absences in words. */
export function useAbsenceWords() {
  const { t } = useLingui();
  const { day, days } = useFormats();
  const states: Record<Absence["state"], string> = {
    requested: t`Requested`,
    approved: t({ message: "Approved", context: "absence" }),
    declined: t`Declined`,
  };
  const when = ({ first_day, last_day, starts_at_noon, ends_at_noon }: Absence) => {
    const from = first_day === last_day ? day(first_day) : days(first_day, last_day);
    const halves = [starts_at_noon && t`from noon`, ends_at_noon && t`until noon`].filter(Boolean);
    return [from, ...halves].join(", ");
  };
  return { states, when };
}
