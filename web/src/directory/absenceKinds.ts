import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { TimerSchemas } from "../api/timer.ts";

export type Absence = TimerSchemas["schemas"]["AbsenceResponse"];

/** Why somebody is away. */
export const ABSENCE_KINDS: Record<Absence["kind"], MessageDescriptor> = {
  holiday: msg`Holiday`,
  sick: msg`Sick`,
  parental: msg`Parental leave`,
  other: msg({ message: "Other", context: "absence" }),
};
