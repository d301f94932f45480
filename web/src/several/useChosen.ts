import { useRef, useState } from "react";
import type { ShownEntry } from "../offline/overlay.ts";
import { flipped, withAll, withThrough } from "./chosenIds.ts";

export interface Chosen {
  readonly choosing: boolean;
  /** Those chosen as they now are. */
  readonly entries: readonly ShownEntry[];
  readonly has: (entry: ShownEntry) => boolean;
  readonly flip: (entry: ShownEntry) => void;
  /** Chooses all from the one that was chosen last to this one, as a list shows them. */
  readonly through: (entry: ShownEntry, shown: readonly ShownEntry[]) => void;
  /** Chooses all of these, or none of them. */
  readonly set: (entries: readonly ShownEntry[], chosen: boolean) => void;
  readonly begin: () => void;
  readonly end: () => void;
}

/** Entries that are chosen one by one, to be changed together. */
export function useChosen(entries: readonly ShownEntry[]): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const last = useRef<string | null>(null);
  const has = ({ id }: ShownEntry) => ids?.has(id) ?? false;
  return {
    choosing: ids !== null,
    entries: entries.filter(has),
    has,
    flip: ({ id }) => {
      last.current = id;
      setIds((before) => flipped(before ?? new Set(), id));
    },
    through: ({ id }, shown) => {
      const from = last.current ?? id;
      setIds((before) => withThrough(before ?? new Set(), from, id, shown.filter(mayChoose).map(idOf)));
      last.current = id;
    },
    set: (some, chosen) => {
      const of = some.filter(mayChoose).map(idOf);
      setIds((before) => withAll(before ?? new Set(), of, chosen));
    },
    begin: () => setIds(new Set()),
    end: () => setIds(null),
  };
}

/** Only what is a draft, and sent, is changed with others. */
export function mayChoose({ state, pending }: ShownEntry): boolean {
  return state === "draft" && !pending;
}

function idOf({ id }: ShownEntry): string {
  return id;
}
