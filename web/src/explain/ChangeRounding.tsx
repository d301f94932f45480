import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { today } from "../time/clock.ts";
import type { Day } from "../time/workDate.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Options, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { holdsOn } from "./change.ts";
import { change, type Policy, type Rounding } from "./policies.ts";
import { type Mode, roundingOf, STEPS } from "./typed.ts";

interface Props {
  readonly held: readonly Policy[];
  readonly customerId: string | null;
}

/** Another way of rounding from a day on. What was billed stays as it was billed. */
export function ChangeRounding(props: Props) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const close = () => ask({ rounding: null });
  return (
    <Dialog title={t`Change rounding`} open={asked("rounding") === "change"} onClose={close}>
      <ChangeForm {...props} done={close} />
    </Dialog>
  );
}

function ChangeForm({ held, customerId, done }: Props & { readonly done: () => void }) {
  const { t } = useLingui();
  const now = held.find((one) => holdsOn(one, today()));
  const [mode, setMode] = useState<Mode>(now?.mode ?? "up");
  const save = useWrite(
    ({ rounding, from }: { rounding: Rounding; from: Day }) => change(held, customerId, rounding, from),
    {
      refresh: ["rates"],
      onDone: () => {
        toast(t`The rounding is changed`);
        done();
      },
    },
  );
  const submit = (values: Values) =>
    void save.run({ rounding: roundingOf(values), from: values.valid_from || today() });
  return (
    <Form refusal={useRefusal(save.problem)} onSubmit={submit}>
      <ModeField mode={mode} onChange={setMode} ofCustomer={customerId !== null} />
      {mode !== "none" && mode !== "account" && <StepAndScope now={now} />}
      <FormRow>
        {mode !== "account" && (
          <TextField
            label={t`At least, minutes an entry`}
            name="minimum_seconds"
            inputMode="numeric"
            optional={t`optional`}
            defaultValue={now?.minimum_seconds ? String(now.minimum_seconds / 60) : ""}
          />
        )}
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={today()} />
      </FormRow>
      <p className="muted small">
        <Trans>
          The recorded time stays what it is. Time from this day on that is not billed is priced anew; drafts
          lose what is charged otherwise now.
        </Trans>
      </p>
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Change it</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

interface ModeProps {
  readonly mode: Mode;
  readonly onChange: (mode: Mode) => void;
  readonly ofCustomer: boolean;
}

function ModeField({ mode, onChange, ofCustomer }: ModeProps) {
  const { t } = useLingui();
  const modes: { id: Mode; name: string }[] = [
    { id: "up", name: t`Up` },
    { id: "nearest", name: t`To the nearest, a half up` },
    { id: "down", name: t`Down` },
    { id: "none", name: t`Not rounded` },
  ];
  if (ofCustomer) modes.push({ id: "account", name: t`As the account rounds` });
  return (
    <SelectField
      label={t`Round time`}
      name="mode"
      value={mode}
      onChange={(event) => onChange(event.target.value as Mode)}
    >
      <Options of={modes} />
    </SelectField>
  );
}

function StepAndScope({ now }: { readonly now: Policy | undefined }) {
  const { t } = useLingui();
  const steps = STEPS.map((seconds) => ({ id: String(seconds), name: t`${seconds / 60} min` }));
  return (
    <FormRow>
      <SelectField label={t`Step`} name="step_seconds" defaultValue={String(now?.step_seconds ?? 900)}>
        <Options of={steps} />
      </SelectField>
      <SelectField label={t`What is rounded`} name="scope" defaultValue={now?.scope ?? "entry"}>
        <option value="entry">{t`Each entry`}</option>
        <option value="day-work-item">{t`A work item's day together`}</option>
      </SelectField>
    </FormRow>
  );
}
