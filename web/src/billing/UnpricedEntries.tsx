import { ChosenEntries } from "../explain/ChosenEntries.tsx";
import { useChoice } from "../ui/useChoice.tsx";
import { type Entry, idOf } from "./buckets.ts";
import { EntryTable } from "./EntryTable.tsx";
import { useEntryName } from "./useEntryName.ts";

interface Props {
  readonly entries: readonly Entry[];
  readonly showCustomer: boolean;
}

/** Entries that no rate prices; those that are chosen can get a price by hand. */
export function UnpricedEntries({ entries, showCustomer }: Props) {
  const nameOf = useEntryName();
  const chosen = useChoice(entries, idOf, nameOf);
  return (
    <>
      <ChosenEntries list={entries} chosen={chosen.rows} nameOf={nameOf} choose={chosen.choose} />
      <EntryTable entries={entries} bucket="unpriced" showCustomer={showCustomer} first={chosen.column} />
    </>
  );
}
