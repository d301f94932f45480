import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button, IconButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { RateIcon } from "../ui/icons.tsx";
import { amountsOf } from "./amountsOf.ts";
import { type Draft, type Line, useAddLine } from "./useDraft.ts";

interface Props {
  readonly draft: Draft;
  readonly line: Line;
}

/** Takes something off just this line, unless that is done or it charges nothing. */
export function DiscountLine({ draft, line }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  const { line_id, kind, amount, description } = line;
  const discounted = draft.lines.some(({ of_line_id }) => of_line_id === line_id);
  if (kind === "discount" || !amount || discounted) return null;
  return (
    <>
      <IconButton name={t`Discount on ${description}`} onClick={() => setOpen(true)} off={off}>
        <RateIcon />
      </IconButton>
      <Dialog title={t`Discount on the line`} open={open} onClose={() => setOpen(false)}>
        <DiscountForm draft={draft} line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function DiscountForm({ draft, line, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const { currency } = draft;
  const add = useAddLine(draft, onDone);
  return (
    <Form
      onSubmit={({ description = "", ...values }) =>
        void add.run({ kind: "discount", description, of_line_id: line.line_id, ...amountsOf(values) })
      }
      refusal={useRefusal(add.problem)}
    >
      <p className="muted">{t`It is printed under the line, and goes with it.`}</p>
      <TextField label={t`Text`} name="description" defaultValue={t`Discount`} required autoComplete="off" />
      <FormRow>
        <AmountField label={t`Percent`} name="percent" optional={t`or`} />
        <AmountField label={t`Amount in ${currency}`} name="amount" hint={t`Taken off before tax.`} />
      </FormRow>
      <FormActions>
        <Button type="submit" look="primary" busy={add.running}>
          {t`Add`}
        </Button>
      </FormActions>
    </Form>
  );
}
