import type { InvoicingSchemas } from "../api/invoicing.ts";
import { addMonths, type Day, firstOfMonth, lastOfMonth } from "../time/workDate.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Buckets = Schemas["CustomerUnbilledResponse"];
export type Entry = Schemas["BillableEntryResponse"];

/** Approved billable time that no invoice has, as its lists are asked for. */
export const OPENED = ["ready", "held-back", "unpriced", "held", "claimed", "written-off"] as const;
export type Bucket = (typeof OPENED)[number];

export function idOf({ entry_id }: Entry): string {
  return entry_id;
}

/** How long an entry is in its list: what can be drafted of it, else all of it. */
export function secondsOf({ ready_seconds, seconds }: Entry): number {
  return ready_seconds ?? seconds;
}

export function bucketOf(text: string | null): Bucket | null {
  return OPENED.find((bucket) => bucket === text) ?? null;
}

export function unbilled(buckets: Buckets): number {
  return buckets.unpriced + buckets.held + buckets.ready + buckets.claimed_by_drafts;
}

/** What a draft can take now. */
export function draftable({ ready, held_back }: Pick<Buckets, "ready" | "held_back">): number {
  return ready - held_back;
}

/** Customers with time that is not billed; the most that could be billed comes first. */
export function waiting(organizations: readonly Buckets[]): readonly Buckets[] {
  return organizations
    .filter((one) => unbilled(one) > 0)
    .toSorted((one, other) => draftable(other) - draftable(one) || unbilled(other) - unbilled(one));
}

export interface Month {
  readonly first: Day;
  readonly last: Day;
}

/** This month and those before it, latest first. */
export function monthsUntil(today: Day, count: number): readonly Month[] {
  const first = firstOfMonth(today);
  return Array.from({ length: count }, (_, back) => addMonths(first, -back)).map((day) => ({
    first: day,
    last: lastOfMonth(day),
  }));
}

/** What one most likely wants to bill: the latest whole month with ready time, else this one. */
export function likelyMonth(months: readonly Month[], ready: readonly (number | undefined)[]): Month {
  const [current, ...whole] = months;
  const found = whole.find((_, index) => (ready[index + 1] ?? 0) > 0);
  return found ?? (current as Month);
}

/** How the entries of a bucket are asked for: what is held back is ready, and stands apart. */
export function askedAs(bucket: Bucket) {
  if (bucket === "held-back") return { state: "ready", held_back: true } as const;
  return bucket === "ready" ? ({ state: "ready", held_back: false } as const) : { state: bucket };
}

/** How much is in a bucket, of the sums of all. */
export function secondsIn(bucket: Bucket, sums: Schemas["BucketSums"]): number {
  if (bucket === "ready") return draftable(sums);
  if (bucket === "held-back") return sums.held_back;
  return bucket === "written-off" ? sums.written_off : sums[bucket];
}
