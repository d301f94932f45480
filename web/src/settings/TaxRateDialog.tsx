import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { type TaxCode, writeTaxRate } from "./taxCodes.ts";

interface Props {
  readonly code: TaxCode;
  readonly onClose: () => void;
}

/** Another rate from a day on, as when a state changes its rates. */
export function TaxRateDialog({ code, onClose }: Props) {
  const { t } = useLingui();
  const save = useWrite((values: Values) => writeTaxRate(code, values), {
    refresh: ["invoicing"],
    onDone: onClose,
  });
  const title = t`New rate of ${code.code}`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        <p className="muted">
          {t`What is issued before that day keeps its rate. Drafts that are issued later have the new one.`}
        </p>
        <FormRow>
          <AmountField label={t`Rate in per cent`} name="rate" />
          <TextField label={t`From`} name="valid_from" type="date" />
        </FormRow>
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
