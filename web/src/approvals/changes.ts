import type { Entry, SheetWithEntries } from "./sheets.ts";

/** What became of a sheet between two readings. */
export interface Changes {
  readonly state: { readonly before: string; readonly after: string } | null;
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly { readonly before: Entry; readonly after: Entry }[];
}

export function changesBetween(before: SheetWithEntries, after: SheetWithEntries): Changes {
  const old = new Map(before.entries.map((entry) => [entry.id, entry]));
  const kept = new Set(after.entries.map(({ id }) => id));
  const changed = after.entries.flatMap((entry) => {
    const was = old.get(entry.id);
    return was && contents(was) !== contents(entry) ? [{ before: was, after: entry }] : [];
  });
  return {
    state: stateChange(before.sheet.state, after.sheet.state),
    added: after.entries.filter(({ id }) => !old.has(id)),
    removed: before.entries.filter(({ id }) => !kept.has(id)),
    changed,
  };
}

function stateChange(before: string, after: string) {
  return before === after ? null : { before, after };
}

/** Version and state follow the sheet; the rest is what somebody approves. */
function contents({ version, state, ...rest }: Entry): string {
  return JSON.stringify(Object.entries(rest).sort(([one], [other]) => one.localeCompare(other)));
}
