import type { RatesSchemas } from "../api/rates.ts";

type Schemas = RatesSchemas["schemas"];
export type Run = Schemas["ReconciliationResponse"];
export type Books = Schemas["BooksResponse"];
export type Difference = Schemas["rates__schemas__reconciliations__DifferenceResponse"];

/** Whether something of it is still compared: own figures, or the books of another service. */
export function isUnderWay(run: Run): boolean {
  return run.finished_at === null || run.books.some(({ finished_at }) => finished_at === null);
}

/** Whether one is under way: the newest first, and only one at a time. */
export function isComparing(runs: readonly Run[]): boolean {
  return runs.some(isUnderWay);
}

/** Whether a service said nothing, so that it is not known whether its books agree. */
export function isUnanswered(run: Run): boolean {
  return run.books.some(({ state }) => state === "unanswered");
}

/** The run that is looked at: the chosen one, else the newest that has ended. */
export function runShown(runs: readonly Run[], chosen: string | null): Run | undefined {
  const ended = runs.filter((run) => !isUnderWay(run));
  return ended.find(({ id }) => id === chosen) ?? ended[0];
}

/** How many of the newest runs that have ended found nothing, and when the first of them was; null: the newest did. */
export function agreedSince(runs: readonly Run[]): { readonly count: number; readonly since: string } | null {
  const ended = runs.filter((run) => !isUnderWay(run) && !isUnanswered(run));
  const differing = ended.findIndex(({ found }) => found > 0);
  const agreeing = differing < 0 ? ended : ended.slice(0, differing);
  const first = agreeing.at(-1);
  return first ? { count: agreeing.length, since: first.asked_at } : null;
}
