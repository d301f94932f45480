import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { change, end, type Rate, withdraw } from "./rates.ts";
import { Scope } from "./Scope.tsx";
import { useAsked } from "./useAsked.ts";

interface Props {
  readonly rate: Rate | undefined;
}

/** Another amount from a day on. What was billed keeps its price. */
export function ChangeRate({ rate }: Props) {
  const { t } = useLingui();
  const [, ask] = useAsked();
  return (
    <Dialog title={t`New amount`} open={rate !== undefined} onClose={() => ask({ change: null })}>
      {rate && <ChangeForm rate={rate} done={() => ask({ change: null })} />}
    </Dialog>
  );
}

interface FormProps {
  readonly rate: Rate;
  readonly done: () => void;
}

function ChangeForm({ rate, done }: FormProps) {
  const { t } = useLingui();
  const { money } = useFormats();
  const save = useWrite(({ amount, from }: { amount: string; from: string }) => change(rate, amount, from), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The new amount is set`);
      done();
    },
  });
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values) =>
        void save.run({ amount: values["hourly_rate.amount"] ?? "", from: values.valid_from || today() })
      }
    >
      <p>
        <Scope rate={rate} />: <Trans>{money(rate.hourly_rate)} until now.</Trans>
      </p>
      <FormRow>
        <AmountField
          label={t`Per hour, without VAT (${rate.hourly_rate.currency})`}
          name="hourly_rate.amount"
        />
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={today()} />
      </FormRow>
      <Actions done={done} busy={save.running} label={t`Set the new amount`} />
    </Form>
  );
}

/** The last day of a rate; one that should never have been can be taken back. */
export function EndRate({ rate }: Props) {
  const { t } = useLingui();
  const [, ask] = useAsked();
  return (
    <Dialog title={t`End a rate`} open={rate !== undefined} onClose={() => ask({ end: null })}>
      {rate && <EndForm rate={rate} done={() => ask({ end: null })} />}
    </Dialog>
  );
}

function EndForm({ rate, done }: FormProps) {
  const { t } = useLingui();
  const save = useWrite((validTo: string | null) => end(rate, validTo), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The end of the rate is set`);
      done();
    },
  });
  const takeBack = useWrite(() => withdraw(rate), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The rate is withdrawn`);
      done();
    },
  });
  return (
    <Form
      refusal={useRefusal(save.problem ?? takeBack.problem)}
      onSubmit={({ valid_to }) => void save.run(valid_to || null)}
    >
      <p>
        <Scope rate={rate} />
      </p>
      <TextField
        label={t`Last day`}
        name="valid_to"
        type="date"
        defaultValue={rate.valid_to ?? today()}
        hint={t`Empty: until further notice. Time after it that is not billed is priced anew.`}
      />
      <Actions done={done} busy={save.running} label={t`Set the last day`} />
      <div>
        <ConfirmButton
          small
          title={t`Withdraw the rate?`}
          consequence={t`As if it had never been. Time that it priced and that is not billed is priced anew.`}
          confirm={t`Withdraw it`}
          busy={takeBack.running}
          onConfirm={() => void takeBack.run(undefined)}
        >
          <Trans>It was a mistake: withdraw it</Trans>
        </ConfirmButton>
      </div>
    </Form>
  );
}

interface ActionsProps {
  readonly done: () => void;
  readonly busy: boolean;
  readonly label: string;
}

function Actions({ done, busy, label }: ActionsProps) {
  return (
    <SubmitOrCancel busy={busy} onCancel={done}>
      {label}
    </SubmitOrCancel>
  );
}
