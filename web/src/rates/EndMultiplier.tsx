import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { today } from "../time/clock.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { type Ending, end, type Multiplier } from "./multipliers.ts";
import { useWindowWords } from "./useWindowWords.ts";

interface Props {
  readonly multiplier: Multiplier | undefined;
  readonly done: () => void;
}

/** The last day of a multiplier; one that should never have been can be taken back. */
export function EndMultiplier({ multiplier, done }: Props) {
  const { t } = useLingui();
  return (
    <Dialog title={t`End a supplement`} open={multiplier !== undefined} onClose={done}>
      {multiplier && <EndForm multiplier={multiplier} done={done} />}
    </Dialog>
  );
}

function EndForm({ multiplier, done }: Props & { readonly multiplier: Multiplier }) {
  const { t } = useLingui();
  const words = useWindowWords();
  const save = useWrite((ending: Ending) => end(multiplier, ending), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The supplement is ended`);
      done();
    },
  });
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={({ valid_to }) => void save.run({ lastDay: valid_to || null })}
    >
      <p>
        {multiplier.name}: {words.when(multiplier)}, {words.charge(multiplier)}
      </p>
      <TextField
        label={t`Last day`}
        name="valid_to"
        type="date"
        defaultValue={multiplier.valid_to ?? today()}
        hint={t`Empty: until further notice. Time after it that is not billed is priced anew.`}
      />
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Set the last day</Trans>
      </SubmitOrCancel>
      <div>
        <ConfirmButton
          small
          title={t`Withdraw the supplement?`}
          consequence={t`As if it had never been. Time that it charged and that is not billed is priced anew.`}
          confirm={t`Withdraw it`}
          busy={save.running}
          onConfirm={() => void save.run(null)}
        >
          <Trans>It was a mistake: withdraw it</Trans>
        </ConfirmButton>
      </div>
    </Form>
  );
}
