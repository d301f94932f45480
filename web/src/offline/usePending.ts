import { useSyncExternalStore } from "react";
import type { Change, SentChange } from "./change.ts";
import { changesOf, onOutboxChange, sentOf } from "./outbox.ts";

export interface Pending {
  /** All that what was read lacks: what was sent and not read back yet, what waits, and what was refused. */
  readonly all: readonly (Change | SentChange)[];
  /** The same without what was refused. */
  readonly effective: readonly Change[];
  readonly waiting: readonly Change[];
  readonly refused: readonly Change[];
}

const NOTHING: Pending = { all: [], effective: [], waiting: [], refused: [] };
let member: string | null = null;
let pending = NOTHING;
const readers = new Set<() => void>();
onOutboxChange(() => void read());

/** Whose changes are shown. */
export function showPendingOf(next: string | null): Promise<void> {
  member = next;
  return read();
}

async function read(): Promise<void> {
  const kept = member === null ? [] : await changesOf(member);
  const sent = member === null ? [] : sentOf(member);
  const waiting = kept.filter((one) => !one.refusal);
  pending = {
    all: [...sent, ...kept],
    effective: [...sent, ...waiting],
    waiting,
    refused: kept.filter((one) => one.refusal),
  };
  for (const reader of readers) reader();
}

/** What the member's entries wait for, as it stands on disk. */
export function usePending(): Pending {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => pending,
  );
}
