import type { RatesSchemas } from "../api/rates.ts";

type Schemas = RatesSchemas["schemas"];
export type Run = Schemas["ReconciliationResponse"];
export type Difference = Schemas["rates__schemas__reconciliations__DifferenceResponse"];

/** Whether one is under way: the newest first, and only one at a time. */
export function isComparing(runs: readonly Run[]): boolean {
  return runs.some(({ finished_at }) => finished_at === null);
}

/** The run that is looked at: the chosen one, else the newest that has ended. */
export function runShown(runs: readonly Run[], chosen: string | null): Run | undefined {
  const ended = runs.filter(({ finished_at }) => finished_at !== null);
  return ended.find(({ id }) => id === chosen) ?? ended[0];
}

/** How many of the newest runs that have ended found nothing, and when the first of them was; null: the newest did. */
export function agreedSince(runs: readonly Run[]): { readonly count: number; readonly since: string } | null {
  const ended = runs.filter(({ finished_at }) => finished_at !== null);
  const differing = ended.findIndex(({ found }) => found > 0);
  const agreeing = differing < 0 ? ended : ended.slice(0, differing);
  const first = agreeing.at(-1);
  return first ? { count: agreeing.length, since: first.asked_at } : null;
}
