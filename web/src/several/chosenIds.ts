type Ids = ReadonlySet<string>;

export function flipped(ids: Ids, id: string): Ids {
  return withAll(ids, [id], !ids.has(id));
}

/** With all of these, or without them. */
export function withAll(ids: Ids, some: readonly string[], chosen: boolean): Ids {
  return new Set(chosen ? [...ids, ...some] : [...ids].filter((id) => !some.includes(id)));
}

/** With all from one to another, in either direction, in the order in which they are shown. */
export function withThrough(ids: Ids, from: string, to: string, shown: readonly string[]): Ids {
  const places = [shown.indexOf(from), shown.indexOf(to)].toSorted((one, other) => one - other);
  const [first = -1, last = -1] = places;
  return withAll(ids, first < 0 ? [to] : shown.slice(first, last + 1), true);
}
