import { Trans, useLingui } from "@lingui/react/macro";
import { rates } from "../api/rates.ts";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { type Budget, typedThresholds } from "./budget.ts";

/** At which percents of a project's budget people are told, once each. */
export function ChooseThresholds({ budget }: { readonly budget: Budget }) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const close = () => ask({ budget: null });
  return (
    <Dialog title={t`Thresholds`} open={asked("budget") === "thresholds"} onClose={close}>
      <ThresholdsForm budget={budget} done={close} />
    </Dialog>
  );
}

function ThresholdsForm({ budget, done }: { readonly budget: Budget; readonly done: () => void }) {
  const { t } = useLingui();
  const save = useWrite(
    (thresholds: number[]) =>
      data(
        rates.PUT("/v1/budgets/{budget_id}/thresholds", {
          params: { path: { budget_id: budget.id }, header: ifMatch(budget) },
          body: { thresholds },
        }),
      ),
    {
      refresh: ["rates"],
      onDone: () => {
        toast(t`The thresholds are saved`);
        done();
      },
    },
  );
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values: Values) => void save.run(typedThresholds(values))}
    >
      <ThresholdsField of={budget.thresholds} />
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

export function ThresholdsField({ of }: { readonly of: readonly number[] }) {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Tell at, percent`}
      name="thresholds"
      defaultValue={of.join(", ")}
      autoComplete="off"
      hint={t`Owners and managers get one e-mail at each, such as 50, 80, 100.`}
    />
  );
}
