import { useLingui } from "@lingui/react/macro";
import { ABSENCE_KINDS, type Absence } from "../directory/absenceKinds.ts";
import type { Day } from "../time/workDate.ts";
import { Badge } from "../ui/Note.tsx";
import type { MyDays } from "./useMyDays.ts";

/** The public holiday and the absences of a day. */
export function AwayOn({ day, mine }: { readonly day: Day; readonly mine: MyDays }) {
  const { t, i18n } = useLingui();
  const part = ({ first_day, last_day, starts_at_noon, ends_at_noon }: Absence) => {
    if (day === first_day && starts_at_noon) return t`from noon`;
    if (day === last_day && ends_at_noon) return t`until noon`;
    return "";
  };
  const words = (absence: Absence) =>
    [
      i18n._(ABSENCE_KINDS[absence.kind]),
      part(absence),
      absence.state === "requested" ? t({ message: "requested", context: "absence" }) : "",
    ]
      .filter(Boolean)
      .join(", ");
  return (
    <>
      {mine.holidays
        .filter((holiday) => holiday.day === day)
        .map(({ name }) => (
          <Badge key={name} tone="info">
            {name}
          </Badge>
        ))}
      {mine.absences
        .filter(({ first_day, last_day }) => first_day <= day && day <= last_day)
        .map((absence) => (
          <Badge key={absence.id} tone="warn">
            {words(absence)}
          </Badge>
        ))}
    </>
  );
}
