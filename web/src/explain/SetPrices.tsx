import { Trans } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { loadWords } from "../i18n/activate.ts";
import { Button } from "../ui/Button.tsx";

const PricesDialog = lazy(async () => {
  const [module] = await Promise.all([import("./PricesDialog.tsx"), loadWords("explain")]);
  return module;
});

export interface NamedEntry extends PricedEntry {
  readonly name: string;
}

export interface PricedEntry {
  readonly entry_id: string;
  readonly organization_id: string | null;
}

interface Props<Entry extends PricedEntry> {
  readonly entries: readonly Entry[];
  /** How an entry is told from others: day, person, time. */
  readonly nameOf: (entry: Entry) => string;
  readonly off: string | undefined;
  /** The prices are set: nothing is chosen any more. */
  readonly onDone: () => void;
}

/** Sets one price by hand on entries that were chosen. Its screen brings this folder's words. */
export function SetPrices<Entry extends PricedEntry>({ entries, nameOf, off, onDone }: Props<Entry>) {
  // As they were when the dialog opened: one that is priced elsewhere meanwhile goes from the list, and is told of.
  const [asked, setAsked] = useState<readonly NamedEntry[] | null>(null);
  const open = () => setAsked(entries.map((entry) => ({ ...entry, name: nameOf(entry) })));
  return (
    <>
      <Button off={off} onClick={open}>
        <Trans>Set their price…</Trans>
      </Button>
      {asked && (
        <Suspense fallback={null}>
          <PricesDialog
            entries={asked}
            onClose={() => setAsked(null)}
            onDone={() => {
              setAsked(null);
              onDone();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
