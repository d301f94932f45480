import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import type { Write } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { hourlyField, type Rule, type RuleChange } from "./rates.ts";
import { Scope } from "./Scope.tsx";
import { useRuleWords } from "./useRuleWords.ts";
import { WriteRule } from "./WriteRule.tsx";

interface Props {
  readonly rate: Rule | undefined;
}

/** Another amount from a day on. What was billed keeps its price, not what it costs. */
export function ChangeRate({ rate }: Props) {
  const { t } = useLingui();
  const [, ask] = useAsked();
  const done = () => ask({ change: null });
  return (
    <Dialog title={t`New amount`} open={rate !== undefined} onClose={done}>
      {rate && (
        <WriteRule rule={rate} done={done}>
          {(write) => <ChangeForm rate={rate} write={write} done={done} />}
        </WriteRule>
      )}
    </Dialog>
  );
}

/** The last day of a rule; one that should never have been can be taken back. */
export function EndRate({ rate }: Props) {
  const words = useRuleWords(rate?.kind ?? "rate");
  const [, ask] = useAsked();
  const done = () => ask({ end: null });
  return (
    <Dialog title={words.end} open={rate !== undefined} onClose={done}>
      {rate && (
        <WriteRule rule={rate} done={done}>
          {(write) => <EndForm rate={rate} write={write} done={done} />}
        </WriteRule>
      )}
    </Dialog>
  );
}

interface FormProps {
  readonly rate: Rule;
  readonly write: Write<RuleChange, unknown>;
  readonly done: () => void;
}

function ChangeForm({ rate, write, done }: FormProps) {
  const { t } = useLingui();
  const { money } = useFormats();
  const words = useRuleWords(rate.kind);
  const field = `${hourlyField(rate.kind)}.amount`;
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={(values) =>
        void write.run({ amount: values[field] ?? "", from: values.valid_from || today() })
      }
    >
      <p>
        <Scope rate={rate} />: <Trans>{money(rate.hourly)} until now.</Trans>
      </p>
      <FormRow>
        <AmountField label={`${words.perHour} (${rate.hourly.currency})`} name={field} />
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={today()} />
      </FormRow>
      <SubmitOrCancel busy={write.running} onCancel={done}>
        {t`See what changes`}
      </SubmitOrCancel>
    </Form>
  );
}

function EndForm({ rate, write, done }: FormProps) {
  const { t } = useLingui();
  const words = useRuleWords(rate.kind);
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={({ valid_to }) => void write.run({ lastDay: valid_to || null })}
    >
      <p>
        <Scope rate={rate} />
      </p>
      <TextField
        label={t`Last day`}
        name="valid_to"
        type="date"
        defaultValue={rate.valid_to ?? today()}
        hint={words.endHint}
      />
      <SubmitOrCancel busy={write.running} onCancel={done}>
        {t`See what changes`}
      </SubmitOrCancel>
      <div>
        <Button small look="quiet" onClick={() => void write.run({ withdrawn: true })}>
          {t`It was a mistake: withdraw it`}
        </Button>
      </div>
    </Form>
  );
}
