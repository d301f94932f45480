import { useSyncExternalStore } from "react";
import type { Change } from "./change.ts";
import { changesOf, onOutboxChange } from "./outbox.ts";

export interface Pending {
  readonly all: readonly Change[];
  readonly waiting: readonly Change[];
  readonly refused: readonly Change[];
}

const NOTHING: Pending = { all: [], waiting: [], refused: [] };
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
  const all = member === null ? [] : await changesOf(member);
  pending = { all, waiting: all.filter((one) => !one.refusal), refused: all.filter((one) => one.refusal) };
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
