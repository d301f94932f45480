import { useLingui } from "@lingui/react";
import { type Problem, problemOfKind } from "../api/problem.ts";
import { problemWords } from "../api/problemWords.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { reasonWords } from "../refusals/reasonWords.ts";
import { formatDuration } from "../time/duration.ts";
import type { Refusal } from "../ui/Form.tsx";
import { kindOfReason } from "./kindOfReason.ts";

/** A refusal whose reasons name entries as people know them: day, work and duration. */
export function useRefusedEntries(problem: Problem | null, entries: readonly ShownEntry[]): Refusal | null {
  const { i18n } = useLingui();
  const { weekday } = useFormats();
  const nameOf = useWorkNames();
  const refusal = useRefusal(problem);
  if (!refusal || !problem) return null;
  const words = (reason: string) => {
    const kind = kindOfReason(reason);
    return kind ? problemWords(problemOfKind(kind), i18n) : reasonWords(reason, i18n);
  };
  const reasons = (problem.errors ?? []).map(({ field, reason }): [string, string] => {
    const entry = entries.find(({ id }) => id === field);
    if (!entry) return [field, refusal.reasons.get(field) ?? reason];
    const { description, work_date, seconds } = entry;
    const what = [weekday(work_date), description || nameOf(entry).label, formatDuration(seconds)];
    return [what.filter(Boolean).join(", "), words(reason)];
  });
  return { message: refusal.message, reasons: new Map(numbered(reasons)) };
}

/** Two entries that look alike are two all the same. */
function numbered(reasons: readonly [string, string][]): [string, string][] {
  return reasons.map(([name, reason], at) => {
    const alike = reasons.slice(0, at).filter(([other]) => other === name).length;
    return [alike ? `${name} (${alike + 1})` : name, reason];
  });
}
