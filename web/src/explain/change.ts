import { addDays, type Day } from "../time/workDate.ts";

interface Dated {
  readonly valid_from: Day;
  readonly valid_to: Day | null;
}

export interface Change<Policy> {
  /** Holds on the day and began before it: it ends the day before. */
  readonly ends: Policy | undefined;
  /** Began on the very day: the new one stands in its place. */
  readonly replaces: Policy | undefined;
  /** The last day of what is new: that of what it follows. */
  readonly validTo: Day | null;
}

/** What becomes of the policies that there are, when another holds from a day on. Those that begin later stay. */
export function changeOf<Policy extends Dated>(held: readonly Policy[], from: Day): Change<Policy> {
  const then = held.find((one) => holdsOn(one, from));
  const starts = then?.valid_from === from;
  return {
    ends: starts ? undefined : then,
    replaces: starts ? then : undefined,
    validTo: then ? then.valid_to : dayBeforeNext(held, from),
  };
}

export function holdsOn({ valid_from, valid_to }: Dated, day: Day): boolean {
  return valid_from <= day && (valid_to === null || valid_to >= day);
}

/** The newest first. */
export function newestFirst<Policy extends Dated>(policies: readonly Policy[]): Policy[] {
  return [...policies].sort((one, other) => (one.valid_from < other.valid_from ? 1 : -1));
}

function dayBeforeNext(held: readonly Dated[], from: Day): Day | null {
  const starts = held.map((one) => one.valid_from).filter((start) => start > from);
  const [next] = starts.sort();
  return next ? addDays(next, -1) : null;
}
