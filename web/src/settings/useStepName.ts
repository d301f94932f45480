import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

/** `8 days after the due date` */
export function useStepName(): (days: number) => string {
  const { t } = useLingui();
  return (days) => {
    if (days === 0) return t`On the due date`;
    const count = Math.abs(days);
    return days < 0
      ? t`${plural(count, { one: "# day before the due date", other: "# days before the due date" })}`
      : t`${plural(count, { one: "# day after the due date", other: "# days after the due date" })}`;
  };
}
