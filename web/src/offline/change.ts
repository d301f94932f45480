import type { Problem } from "../api/problem.ts";
import type { TimerSchemas } from "../api/timer.ts";

export type Entry = TimerSchemas["schemas"]["TimeEntryResponse"];
export type Running = TimerSchemas["schemas"]["TimerResponse"];
/** What an entry is to be, as `PUT /time-entries/{id}` takes it. */
export type EntryBody = TimerSchemas["schemas"]["TimeEntryRequest"];
/** What is worked on. */
export type WorkBody = Omit<TimerSchemas["schemas"]["StartRequest"], "id" | "started_at">;

/** What is to become of one entry: start its timer, record it, or remove it. */
export type Wish =
  | { readonly kind: "start"; readonly startedAt: string; readonly work: WorkBody }
  /** `timerMayRun`: its timer may still run at the server, and is to be stopped by this. */
  | {
      readonly kind: "record";
      readonly body: EntryBody;
      readonly version: number | null;
      readonly timerMayRun: boolean;
    }
  | { readonly kind: "remove"; readonly version: number | null }
  /** Forget the running timer without recording time. */
  | { readonly kind: "discard" };

export type RecordWish = Extract<Wish, { kind: "record" }>;

/** A wish that waits to be sent, or was refused. One per member and entry: the latest wins. */
export interface Change {
  readonly member: string;
  readonly id: string;
  readonly wish: Wish;
  /** When it was made, for the order of sending. */
  readonly at: number;
  /** Grows with each change: what was sent is only done with when nothing came after it. */
  readonly revision: number;
  /** Whether it was ever sent: then it may have arrived, though no answer came. */
  readonly attempted: boolean;
  readonly refusal: Problem | null;
}

/** What waits for an entry after a new wish; null when there is nothing to send any more. */
export function merge(before: Change | undefined, change: Change): Change | null {
  if (!before) return change;
  const merged = { ...change, at: before.at, revision: before.revision + 1, attempted: before.attempted };
  return fits(before, merged);
}

function fits(before: Change, next: Change): Change | null {
  const removes = next.wish.kind === "remove" || next.wish.kind === "discard";
  if (removes && !before.attempted && isNew(before.wish)) return null;
  return next.wish.kind === "record" ? { ...next, wish: recordAfter(before, next.wish) } : next;
}

/** Whether the entry is known to nobody but us. */
function isNew(wish: Wish): boolean {
  return wish.kind === "start" || (wish.kind === "record" && wish.version === null && !wish.timerMayRun);
}

function recordAfter({ wish: old, attempted }: Change, wish: RecordWish): RecordWish {
  if (old.kind === "start") return { ...wish, timerMayRun: attempted };
  if (old.kind !== "record") return wish;
  return { ...wish, version: old.version ?? wish.version, timerMayRun: old.timerMayRun || wish.timerMayRun };
}
