import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { loadWords } from "../i18n/activate.ts";
import { kindOf, type Problem } from "./problem.ts";

/** Problems that come without a service, and must be told when nothing can be fetched. */
const OWN: Record<string, MessageDescriptor> = {
  unreachable: msg`No connection. Check the network and try again.`,
  "app-error": msg`Something went wrong in the app. Reload the page and try again.`,
};

let refusals: typeof import("../refusals/problemWords.ts") | null = null;
let bringing: Promise<void> | null = null;
let asked = false;
const waiting = new Set<() => void>();

/** Most visits see no refusal, so their words come with the first one. Never raises: without them the service's own are told. */
export function bringProblemWords(): Promise<void> {
  bringing ??= bring();
  return bringing;
}

async function bring(): Promise<void> {
  try {
    [refusals] = await Promise.all([import("../refusals/problemWords.ts"), loadWords("refusals")]);
  } catch {
    bringing = null;
  }
  asked = true;
  for (const tell of waiting) tell();
}

/** Whether a problem can be told as well as it ever will. */
export function canTell(problem: Problem | null): boolean {
  return asked || (problem !== null && kindOf(problem) in OWN);
}

export function onProblemWords(tell: () => void): () => void {
  waiting.add(tell);
  void bringProblemWords();
  return () => waiting.delete(tell);
}

/** One sentence in the reader's language. */
export function problemWords(problem: Problem, i18n: I18n): string {
  const own = OWN[kindOf(problem)];
  if (own) return i18n._(own);
  return refusals?.problemWords(problem, i18n) ?? problem.title;
}

/** The reason of each field, in the reader's language where it is one of the usual ones. */
export function fieldWords(problem: Problem, i18n: I18n): ReadonlyMap<string, string> {
  const reasons = new Map((problem.errors ?? []).map(({ field, reason }) => [field, reason]));
  return refusals?.fieldWords(problem, i18n) ?? reasons;
}
