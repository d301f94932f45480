/** Those worked on last first, then by name. */
export function byRecent<Of extends { readonly id: string; readonly name: string }>(
  items: readonly Of[],
  recent: readonly string[],
): Of[] {
  const rank = new Map(recent.map((id, place) => [id, place] as const).reverse());
  const place = ({ id }: Of) => rank.get(id) ?? Number.MAX_SAFE_INTEGER;
  return items.toSorted((one, other) => place(one) - place(other) || one.name.localeCompare(other.name));
}

/** Whether all typed words are in its name or detail. */
export function matches(item: { readonly name: string; readonly detail: string }, typed: string): boolean {
  const text = `${item.name} ${item.detail}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
