import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { TaxCodeField } from "../explain/TaxCodeField.tsx";
import { useMay } from "../session/may.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { amountsOf } from "./amountsOf.ts";
import { PriceFields } from "./PriceFields.tsx";
import { type Draft, type NewLine, useAddLine } from "./useDraft.ts";

type Kind = NewLine["kind"];

/** Fees, fixed prices, expenses, discounts and texts beside the time. */
export function AddLineDialog({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  return (
    <>
      <Button onClick={() => setOpen(true)} off={off}>
        {t`Add a line`}
      </Button>
      <Dialog title={t`Add a line`} open={open} onClose={() => setOpen(false)}>
        <LineForm draft={draft} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function LineForm({ draft, onDone }: { readonly draft: Draft; readonly onDone: () => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>("fee");
  const add = useAddLine(draft, onDone);
  return (
    <Form onSubmit={(values) => void add.run(lineOf(kind, values))} refusal={useRefusal(add.problem)}>
      <KindChoice kind={kind} onChange={setKind} />
      <TextField label={t`Text`} name="description" autoComplete="off" />
      {kind !== "text" && <Amounts kind={kind} currency={draft.currency} />}
      <FormActions>
        <Button type="submit" look="primary" busy={add.running}>
          {t`Add`}
        </Button>
      </FormActions>
    </Form>
  );
}

function KindChoice({ kind, onChange }: { readonly kind: Kind; readonly onChange: (kind: Kind) => void }) {
  const { t } = useLingui();
  const options = [
    ["fee", t`Fee`],
    ["fixed", t`Fixed price`],
    ["expense", t`Expense`],
    ["discount", t`Discount`],
    ["text", t`Text only`],
  ] as const;
  return (
    <div>
      <Choice label={t`Kind of line`} name="kind" value={kind} options={options} onChange={onChange} />
    </div>
  );
}

function Amounts({ kind, currency }: { readonly kind: Kind; readonly currency: string }) {
  const { t } = useLingui();
  if (kind === "discount")
    return (
      <FormRow>
        <AmountField label={t`Percent`} name="percent" optional={t`or`} />
        <AmountField label={t`Amount in ${currency}`} name="amount" hint={t`Taken off before tax.`} />
      </FormRow>
    );
  return (
    <>
      <PriceFields currency={currency} line={null} />
      <TaxCodeField label={t`Tax`} empty={t`As the draft`} />
    </>
  );
}

function lineOf(kind: Kind, values: Values): NewLine {
  return { kind, description: values.description ?? "", ...amountsOf(values) };
}
