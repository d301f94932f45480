import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { type NewOverride, setPrices } from "./overrides.ts";
import { PriceFields, priceOf } from "./PriceFields.tsx";
import { asOfOne, refusedPrices } from "./refusedPrices.ts";
import type { NamedEntry } from "./SetPrices.tsx";
import { StandInTheWay } from "./StandInTheWay.tsx";
import { useCurrencyOf } from "./useCurrencyOf.ts";
import { usePriceRefusal } from "./usePriceRefusal.ts";

interface Props {
  readonly entries: readonly NamedEntry[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One price for several entries: all of them get it or none, and those in the way can be left out. */
export default function PricesDialog({ entries, onClose, onDone }: Props) {
  const { t } = useLingui();
  const currency = useCurrencyOf(entries);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const priced = entries.filter(({ entry_id }) => !left.has(entry_id));
  const save = useWrite((body: NewOverride) => setPrices(priced, body), {
    refresh: ["rates", "invoicing"],
    onDone: () => {
      toast(t`The prices are set`);
      onDone();
    },
  });
  const refused = refusedPrices(save.problem);
  const leaveOut = () => {
    setLeft(new Set([...left, ...refused.keys()]));
    save.forget();
  };
  return (
    <Dialog title={t`Set a price`} open onClose={onClose}>
      <Form
        refusal={usePriceRefusal(asOfOne(save.problem))}
        onSubmit={(values) => void save.run(priceOf(values))}
      >
        <StandInTheWay entries={entries} refused={refused} onLeaveOut={leaveOut} />
        <p className="muted" aria-live="polite">
          <Plural
            value={priced.length}
            one="It holds for the entry that you chose, whatever the rates say, until you remove it there. It is kept who set it and why."
            other="It holds for each of the # entries that you chose, whatever the rates say, until you remove it there. It is kept who set it and why."
          />
        </p>
        {currency !== undefined && <PriceFields currency={currency} />}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Set the price</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
