import { useLingui } from "@lingui/react/macro";
import { formatDuration } from "../time/duration.ts";
import type { Told } from "./told.ts";

/** What becomes of hours that a month leaves, in a sentence; nothing where a month has none. */
export function useRolloverWords(): (told: Told) => string | null {
  const { t } = useLingui();
  const remain = useRemainWords();
  return ({ kind, included_seconds, rollover }) => {
    if (kind !== "monthly-minimum" || included_seconds <= 0) return null;
    if (!rollover || rollover.mode === "none") return t`Unused hours are lost when the month is over.`;
    const cap = rollover.mode === "capped" ? rollover.cap_seconds : null;
    return remain(cap ? formatDuration(cap) : null, rollover.expiry_months ?? null);
  };
}

function useRemainWords(): (cap: string | null, months: number | null) => string {
  const { t } = useLingui();
  return (cap, months) => {
    if (cap === null)
      return months
        ? t`Unused hours roll over for ${months} months.`
        : t`Unused hours roll over as long as it holds.`;
    return months
      ? t`Up to ${cap} unused hours of a month roll over, for ${months} months.`
      : t`Up to ${cap} unused hours of a month roll over, as long as it holds.`;
  };
}
