import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import styles from "./Explain.module.css";
import { type NewOverride, type Override, type Price, removePrice, setPrice } from "./overrides.ts";
import { PriceFields, priceOf } from "./PriceFields.tsx";
import { usePriceRefusal } from "./usePriceRefusal.ts";

const REFRESH = ["rates", "invoicing"] as const;

/** A price that stands above the rates: set, changed, removed. While an invoice bills the time it stays. */
export function SetPrice({ price }: { readonly price: Price }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = price.billed_at ? t`An invoice bills this time, so its price stays.` : undefined;
  const title = price.override ? t`Change the price` : t`Set a price`;
  return (
    <div className={styles.actions}>
      <Button small off={off} onClick={() => setOpen(true)}>
        {price.override ? t`Change the price…` : t`Set a price…`}
      </Button>
      {price.override && <Remove override={price.override} off={off} />}
      <Dialog title={title} open={open} onClose={() => setOpen(false)}>
        <PriceForm price={price} done={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function PriceForm({ price, done }: { readonly price: Price; readonly done: () => void }) {
  const { t } = useLingui();
  const save = useWrite((body: NewOverride) => setPrice(price, body), {
    refresh: REFRESH,
    onDone: () => {
      toast(t`The price is set`);
      done();
    },
  });
  return (
    <Form refusal={usePriceRefusal(save.problem)} onSubmit={(values) => void save.run(priceOf(values))}>
      <p className="muted">
        <Trans>
          It holds for this entry alone, whatever the rates say, until you remove it. It is kept who set it
          and why.
        </Trans>
      </p>
      <PriceFields currency={price.customer_currency} held={price.override} />
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Set the price</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

function Remove({ override, off }: { readonly override: Override; readonly off: string | undefined }) {
  const { t } = useLingui();
  const remove = useWrite(() => removePrice(override), {
    refresh: REFRESH,
    onDone: () => toast(t`The rates decide again`),
  });
  return (
    <>
      <ConfirmButton
        small
        look="plain"
        title={t`Remove the price?`}
        consequence={t`The rates decide again what this entry costs. What was set stays on record.`}
        confirm={t`Remove it`}
        busy={remove.running}
        off={off}
        onConfirm={() => void remove.run(undefined)}
      >
        <Trans>Remove</Trans>
      </ConfirmButton>
      {remove.problem && <ProblemNote problem={remove.problem} />}
    </>
  );
}
