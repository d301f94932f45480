import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Duration } from "../ui/Money.tsx";
import styles from "./Explain.module.css";
import { type PricedEntry, SetPrices } from "./SetPrices.tsx";

const MOST = 500;

interface Entry extends PricedEntry {
  readonly seconds: number;
}

interface Props<Row extends Entry> {
  /** All that the list shows, and of them what is chosen. */
  readonly list: readonly Row[];
  readonly chosen: readonly Row[];
  readonly nameOf: (entry: Row) => string;
  readonly choose: (entries: readonly Row[]) => void;
}

/** Above a list whose entries can be chosen: how much is chosen, and a price for it. */
export function ChosenEntries<Row extends Entry>({ list, chosen, nameOf, choose }: Props<Row>) {
  const all = chosen.length === list.length;
  return (
    <div className={styles.chosen}>
      <p aria-live="polite">
        <CountOf entries={chosen} />
      </p>
      <div className="row">
        <Button look="quiet" onClick={() => choose(all ? [] : list)}>
          {all ? <Trans>Choose none</Trans> : <Trans>Choose all that are shown</Trans>}
        </Button>
        <PriceOfChosen entries={chosen} nameOf={nameOf} onDone={() => choose([])} />
      </div>
    </div>
  );
}

/** The button that prices what is chosen; off, with the reason, when nothing is or too much. */
export function PriceOfChosen<Row extends Entry>({
  entries,
  ...rest
}: {
  readonly entries: readonly Row[];
  readonly nameOf: (entry: Row) => string;
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useLingui();
  const may = useMay();
  const none = entries.length === 0 ? t`Choose entries first` : undefined;
  const many = entries.length > MOST ? t`At most ${MOST} entries at once` : undefined;
  return <SetPrices entries={entries} off={may.not("see-rates") ?? none ?? many} {...rest} />;
}

function CountOf({ entries }: { readonly entries: readonly Entry[] }) {
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
  return (
    <>
      <Plural value={entries.length} _0="None chosen" one="# entry chosen" other="# entries chosen" />
      {seconds > 0 && (
        <>
          {" · "}
          <Duration seconds={seconds} />
        </>
      )}
    </>
  );
}
