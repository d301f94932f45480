import type { ShownEntry } from "../offline/overlay.ts";
import type { Day } from "../time/workDate.ts";

export type Reference = Pick<ShownEntry, "organization_id" | "project_id" | "task_id" | "ticket_id">;

/** A row of the week: what time is spent on. Notes do not make rows; a cell has all its day's entries on that work. */
export interface WeekRow {
  readonly key: string;
  readonly work: Reference;
  /** Entries by the day's place in the week. */
  readonly cells: readonly (readonly ShownEntry[])[];
}

export function rowKey({ task_id, ticket_id, project_id, organization_id }: Reference): string {
  return task_id ?? ticket_id ?? project_id ?? organization_id ?? "";
}

/** Only the reference: what is sent must have no other member of an entry. */
export function referenceOf({ organization_id, project_id, task_id, ticket_id }: Reference): Reference {
  return { organization_id, project_id, task_id, ticket_id };
}

/** The rows of a week: what has time in it, and what was added as an empty row. */
export function weekRows(
  entries: readonly ShownEntry[],
  days: readonly Day[],
  added: readonly Reference[],
): WeekRow[] {
  const inWeek = entries.filter(({ work_date }) => days.includes(work_date));
  const works = new Map<string, Reference>();
  for (const work of [...inWeek.toReversed(), ...added])
    if (!works.has(rowKey(work))) works.set(rowKey(work), referenceOf(work));
  return [...works].map(([key, work]) => ({
    key,
    work,
    cells: days.map((day) => inWeek.filter((entry) => entry.work_date === day && rowKey(entry) === key)),
  }));
}

export function sum(entries: readonly { readonly seconds: number }[]): number {
  return entries.reduce((total, { seconds }) => total + seconds, 0);
}

/** What becomes of a cell's entries when somebody types a duration into it. */
export type CellChange =
  | { readonly kind: "none" }
  | { readonly kind: "new"; readonly seconds: number }
  | { readonly kind: "resize"; readonly entry: ShownEntry; readonly seconds: number }
  | { readonly kind: "remove"; readonly entry: ShownEntry }
  /** Several entries, and the typed sum does not say which of them changes. */
  | { readonly kind: "ambiguous" };

/**
 * More time than there is becomes a new entry beside the others, and less is taken from the only one. A cell of several
 * entries never loses one of them to a typed sum.
 */
export function cellChange(entries: readonly ShownEntry[], seconds: number): CellChange {
  const before = sum(entries);
  const [only, ...others] = entries;
  if (seconds === before) return { kind: "none" };
  if (!only) return { kind: "new", seconds };
  if (others.length > 0)
    return seconds > before ? { kind: "new", seconds: seconds - before } : { kind: "ambiguous" };
  return seconds === 0 ? { kind: "remove", entry: only } : { kind: "resize", entry: only, seconds };
}
