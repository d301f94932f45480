import { useLingui } from "@lingui/react/macro";
import { formatDuration } from "../time/duration.ts";
import type { Policy } from "./policies.ts";

type Words = Pick<Policy, "mode" | "step_seconds" | "scope" | "minimum_seconds">;

/** A way of rounding in words: `Up to 15 min · each entry · at least 0:30`. */
export function useRoundingWords(): (rounding: Words) => string {
  const { t } = useLingui();
  return ({ mode, step_seconds, scope, minimum_seconds }) => {
    const minutes = (step_seconds ?? 0) / 60;
    const ways = {
      none: t`Not rounded`,
      up: t`Up to ${minutes} min`,
      nearest: t`To the nearest ${minutes} min`,
      down: t`Down to ${minutes} min`,
    };
    const together = scope === "entry" ? t`each entry` : t`a work item's day together`;
    const least = minimum_seconds > 0 && t`at least ${formatDuration(minimum_seconds)}`;
    return [ways[mode], mode !== "none" && together, least].filter(Boolean).join(" · ");
  };
}
