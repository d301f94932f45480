import type { Sheet } from "./sheets.ts";

/** The sheets before and after one among those that wait; after a decision the list has moved on without it. */
export function neighbours(
  sheets: readonly Sheet[],
  id: string,
): { readonly previous: Sheet | undefined; readonly next: Sheet | undefined } {
  const at = sheets.findIndex((sheet) => sheet.id === id);
  if (at < 0) return { previous: undefined, next: sheets[0] };
  return { previous: sheets[at - 1], next: sheets[at + 1] };
}

/** Oldest weeks first, within a week by name. */
export function inOrder<Item extends { readonly sheet: Sheet }>(
  items: readonly Item[],
  name: (agentId: string) => string,
): Item[] {
  const key = ({ sheet }: Item) => `${sheet.first_day} ${name(sheet.agent_id)} ${sheet.id}`;
  return items.toSorted((one, other) => key(one).localeCompare(key(other)));
}
