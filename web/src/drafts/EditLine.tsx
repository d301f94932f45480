import { useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { TaxCodeField } from "../explain/TaxCodeField.tsx";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { amountsOf } from "./amountsOf.ts";
import { PriceFields } from "./PriceFields.tsx";
import { type Draft, type Line, type LineChange, useChangeLine } from "./useDraft.ts";

interface Props {
  readonly draft: Draft;
  readonly line: Line;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What a line says, charges, and how it is taxed, as far as people decide that. */
export function EditLine({ draft, line, open, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Change the line`} open={open} onClose={onClose}>
      <LineForm draft={draft} line={line} onDone={onClose} />
    </Dialog>
  );
}

function LineForm({
  draft,
  line,
  onDone,
}: Omit<Props, "open" | "onClose"> & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const change = useChangeLine(draft, line.line_id, onDone);
  return (
    <Form onSubmit={(values) => void change.run(changeOf(values, line))} refusal={useRefusal(change.problem)}>
      {line.kind !== "agreement" && (
        <TextArea label={t`Text`} name="description" defaultValue={line.description} rows={3} />
      )}
      <Amount draft={draft} line={line} />
      {line.kind !== "text" && line.kind !== "discount" && (
        <TaxCodeField label={t`Tax`} empty={t`As it is`} chosen={line.tax_code} />
      )}
      <FormActions>
        <Button type="submit" look="primary" busy={change.running}>
          {t`Save`}
        </Button>
      </FormActions>
    </Form>
  );
}

function Amount({ draft, line }: Pick<Props, "draft" | "line">) {
  const { t } = useLingui();
  const { kind } = line;
  const { currency } = draft;
  const taken = takenOff(line);
  if (kind === "discount")
    return (
      <FormRow>
        <AmountField label={t`Percent`} name="percent" optional={t`or`} defaultValue={taken.percent} />
        <AmountField
          label={t`Amount in ${currency}`}
          name="amount"
          hint={t`Taken off before tax.`}
          defaultValue={taken.amount}
        />
      </FormRow>
    );
  if (kind === "time" || kind === "agreement" || kind === "text") return null;
  return <PriceFields currency={currency} line={line} />;
}

function changeOf(values: Values, line: Line): LineChange {
  const { description, unit } = values;
  const changed = description && description !== line.description ? { description } : {};
  const taken = takenOff(line);
  const { tax, amount, percent, ...amounts } = amountsOf(values);
  const off = {
    ...(amount && amount !== taken.amount ? { amount } : {}),
    ...(percent && percent !== taken.percent ? { percent } : {}),
  };
  const retaxed = tax && tax.code !== line.tax_code ? { tax } : {};
  const uncounted = unit === "" && line.unit ? { unit } : {};
  return { ...changed, ...amounts, ...off, ...uncounted, ...retaxed };
}

/** What a discount of a line takes off as it is; those on the whole are parts that say nothing of all of it. */
function takenOff({ of_line_id, amount, said_amount, percent }: Line) {
  if (!of_line_id || !amount) return {};
  return percent ? { percent } : { amount: (said_amount ?? amount).amount.replace("-", "") };
}
