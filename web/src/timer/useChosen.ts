import { useState } from "react";
import type { ShownEntry } from "../offline/overlay.ts";

export interface Chosen {
  readonly choosing: boolean;
  /** Those chosen as they now are. */
  readonly entries: readonly ShownEntry[];
  readonly has: (entry: ShownEntry) => boolean;
  readonly flip: (entry: ShownEntry) => void;
  readonly begin: () => void;
  readonly end: () => void;
}

/** Entries that are chosen one by one, to be changed together. */
export function useChosen(entries: readonly ShownEntry[]): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const has = ({ id }: ShownEntry) => ids?.has(id) ?? false;
  return {
    choosing: ids !== null,
    entries: entries.filter(has),
    has,
    flip: ({ id }) => setIds((before) => flipped(before ?? new Set(), id)),
    begin: () => setIds(new Set()),
    end: () => setIds(null),
  };
}

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id]);
}
