import type { Problem } from "../api/problem.ts";
import type { TimerSchemas } from "../api/timer.ts";

export type Entry = TimerSchemas["schemas"]["TimeEntryResponse"];
export type Running = TimerSchemas["schemas"]["TimerResponse"];
/** What an entry is to be, as `PUT /time-entries/{id}` takes it. */
export type EntryBody = TimerSchemas["schemas"]["TimeEntryRequest"];
/** What is worked on. */
export type WorkBody = Omit<TimerSchemas["schemas"]["StartRequest"], "id" | "started_at">;

/** What is to become of one entry: start its timer, record it, or remove it. */
export type Operation =
  /** `again`: its timer runs already, and goes on with this start and work. */
  | {
      readonly kind: "start";
      readonly startedAt: string;
      readonly work: WorkBody;
      readonly again?: boolean;
    }
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

export type RecordOperation = Extract<Operation, { kind: "record" }>;

/** A operation that waits to be sent, or was refused. One per member and entry: the latest wins. */
export interface Change {
  readonly member: string;
  readonly id: string;
  readonly operation: Operation;
  /** When it was made, for the order of sending. */
  readonly at: number;
  /** Grows with each change: what was sent is only done with when nothing came after it. */
  readonly revision: number;
  /** Whether it was ever sent: then it may have arrived, though no answer came. */
  readonly attempted: boolean;
  readonly refusal: Problem | null;
}

/** A change that has taken effect, and was not read back yet. */
export type SentChange = Change & {
  /** Of the entry that it made or changed; null when it left none. */
  readonly sentVersion: number | null;
};

/** What waits for an entry after a new operation; null when there is nothing to send any more. */
export function merge(before: Change | undefined, change: Change): Change | null {
  if (!before) return change;
  const merged = { ...change, at: before.at, revision: before.revision + 1, attempted: before.attempted };
  return fits(before, merged);
}

function fits(before: Change, next: Change): Change | null {
  const removes = next.operation.kind === "remove" || next.operation.kind === "discard";
  if (removes && !before.attempted && isNew(before.operation)) return null;
  return { ...next, operation: after(before, next.operation) };
}

/** Whether the entry is known to nobody but us. */
function isNew(operation: Operation): boolean {
  return (
    (operation.kind === "start" && !operation.again) ||
    (operation.kind === "record" && operation.version === null && !operation.timerMayRun)
  );
}

function after(before: Change, operation: Operation): Operation {
  if (operation.kind === "record") return recordAfter(before, operation);
  return operation.kind === "start" && isNew(before.operation) ? { ...operation, again: false } : operation;
}

function recordAfter({ operation: old, attempted }: Change, operation: RecordOperation): RecordOperation {
  if (old.kind === "start") return { ...operation, timerMayRun: attempted || old.again === true };
  if (old.kind !== "record") return operation;
  return {
    ...operation,
    version: old.version ?? operation.version,
    timerMayRun: old.timerMayRun || operation.timerMayRun,
  };
}
