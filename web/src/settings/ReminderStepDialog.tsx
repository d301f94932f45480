import { Trans, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { uuid7 } from "../time/uuid7.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Refusal, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { ReminderFeeFields } from "./ReminderFeeFields.tsx";
import { ReminderWords } from "./ReminderWords.tsx";
import {
  type ReminderSettings,
  type ReminderStep,
  stepBody,
  withoutStep,
  withStep,
} from "./reminderSteps.ts";
import { useSaveReminders } from "./useSaveReminders.ts";

interface Props {
  readonly settings: ReminderSettings;
  /** Null: a new one. */
  readonly step: ReminderStep | null;
  readonly onClose: () => void;
}

/** One reminder: when it is sent, and what it says in each language. */
export function ReminderStepDialog({ settings, step, onClose }: Props) {
  const { t } = useLingui();
  const [texts, setTexts] = useState(step?.texts ?? []);
  const save = useSaveReminders(settings, onClose);
  const refused = useRefusal(save.problem);
  const refusal = useMemo(() => atHand(refused), [refused]);
  const title = step ? t`Edit reminder` : t`New reminder`;
  const submit = ({ days = "", side, on, fee = "", fee_currency = "" }: Values) => {
    const id = step?.id ?? uuid7();
    const count = Number(days) * (side === "before" ? -1 : 1);
    const charged = fee ? ({ amount: fee, currency: fee_currency } as ReminderStep["fee"]) : null;
    const changed = stepBody({ id, days: count, on: on === "on", texts, fee: charged });
    void save.run({ steps: withStep(settings, changed) });
  };
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={submit} refusal={refusal} label={title}>
        <FormRow>
          <TextField
            label={t`Days`}
            name="days"
            type="number"
            min={0}
            max={365}
            defaultValue={Math.abs(step?.days ?? 30)}
          />
          <SelectField
            label={t`Counted`}
            name="side"
            defaultValue={(step?.days ?? 0) < 0 ? "before" : "after"}
          >
            <option value="before">{t`before the due date`}</option>
            <option value="after">{t`after the due date`}</option>
          </SelectField>
        </FormRow>
        <ReminderFeeFields fee={step?.fee ?? null} />
        <Checkbox label={t`It is sent`} name="on" defaultChecked={step?.on ?? true} />
        {step ? (
          <ReminderWords days={step.days} fee={step.fee} texts={texts} onChange={setTexts} />
        ) : (
          <p className="small muted">
            <Trans>It begins with our words; change them afterwards.</Trans>
          </p>
        )}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
        {step && (
          <div>
            <Button
              look="danger"
              small
              busy={save.running}
              onClick={() => void save.run({ steps: withoutStep(settings, step.id) })}
            >
              <Trans>Remove this reminder</Trans>
            </Button>
          </div>
        )}
      </Form>
    </Dialog>
  );
}

/** The API names the step whose fee it refuses by its place among all: here it is the one at hand. */
function atHand(refusal: Refusal | null): Refusal | null {
  if (!refusal) return null;
  const reasons = [...refusal.reasons].map(
    ([field, reason]) => [field.replace(/^steps\.\d+\.fee/, "fee"), reason] as const,
  );
  return { ...refusal, reasons: new Map(reasons) };
}
