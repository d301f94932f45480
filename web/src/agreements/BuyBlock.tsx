import { Trans, useLingui } from "@lingui/react/macro";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { ActDialog, type ActProps } from "./ActDialog.tsx";
import { buyBlock } from "./agreement.ts";
import { blockOf } from "./typed.ts";

/** Hours or an amount that the customer buys up front. */
export function BuyBlock({ agreement, onClose }: ActProps) {
  const { t } = useLingui();
  return (
    <ActDialog
      title={t`Sell a block`}
      act={t`Sell it`}
      done={t`The block is sold. It comes onto the next draft.`}
      change={(values) => buyBlock(agreement, blockOf(values, agreement.kind))}
      onClose={onClose}
    >
      <FormRow>
        {agreement.kind === "prepaid-hours" ? (
          <TextField label={t`Hours`} name="seconds" placeholder="10:00" autoComplete="off" />
        ) : (
          <AmountField label={t`Amount that can be drawn`} name="amount" />
        )}
        <AmountField label={t`Price in ${agreement.currency}, without VAT`} name="price" />
      </FormRow>
      <FormRow>
        <TextField label={t`Sold on`} name="bought_on" type="date" defaultValue={today()} />
        <TextField label={t`Expires after`} name="expires_on" type="date" optional={t`optional`} />
      </FormRow>
      <p className="muted small">
        <Trans>Work draws on it from the day on which its invoice is paid.</Trans>
      </p>
    </ActDialog>
  );
}
