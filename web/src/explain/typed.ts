import type { Values } from "../ui/Form.tsx";
import type { Policy, Rounding } from "./policies.ts";

/** How to round; `account`: no policy of its own, so as the account does. */
export type Mode = Policy["mode"] | "account";
export const STEPS = [60, 300, 360, 600, 900, 1800, 3600] as const;

/** What the fields of the form say; null: no policy. What is no number of minutes is sent on, to be refused. */
export function roundingOf(values: Values): Rounding {
  const mode = values.mode as Mode;
  if (mode === "account") return null;
  const step = STEPS.find((seconds) => String(seconds) === values.step_seconds) ?? null;
  const minutes = (values.minimum_seconds ?? "").trim().replace(",", ".");
  return {
    mode,
    step_seconds: mode === "none" ? null : step,
    scope: values.scope === "day-work-item" && mode !== "none" ? "day-work-item" : "entry",
    minimum_seconds: /^\d*(\.\d+)?$/.test(minutes) ? Math.round(Number(minutes) * 60) : -1,
  };
}
