import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { rates } from "../api/rates.ts";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { today } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { uuid7 } from "../time/uuid7.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { CurrencyField } from "../ui/Regions.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { type Budget, type SetBudget as Request, typedBudget } from "./budget.ts";
import { ThresholdsField } from "./ChooseThresholds.tsx";

interface Props {
  readonly customerId: string;
  readonly budgets: readonly Budget[];
}

/** A new budget of a customer, or another one in the place of one. */
export function SetBudget({ customerId, budgets }: Props) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const close = () => ask({ budget: null });
  const wanted = asked("budget");
  const budget = budgets.find(({ id }) => id === wanted);
  return (
    <Dialog
      title={budget ? t`Change the budget` : t`Set a budget`}
      open={wanted === "new" || budget !== undefined}
      onClose={close}
    >
      <BudgetForm key={wanted} customerId={customerId} budget={budget} done={close} />
    </Dialog>
  );
}

interface FormProps {
  readonly customerId: string;
  readonly budget: Budget | undefined;
  readonly done: () => void;
}

function BudgetForm({ customerId, budget, done }: FormProps) {
  const { t } = useLingui();
  const [id] = useState(() => budget?.id ?? uuid7());
  const customer = useList("organizations").find((one) => one.id === customerId);
  const optional = t`optional`;
  const save = useWrite((body: Request) => put(id, budget, body), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The budget is saved`);
      done();
    },
  });
  const currency = budget?.budget_money?.currency ?? customer?.currency ?? "";
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values) => void save.run(typedBudget(values, customerId))}
    >
      <FormRow>
        <AmountField
          label={t`Money`}
          name="budget_money"
          defaultValue={budget?.budget_money?.amount ?? ""}
          optional={optional}
        />
        <CurrencyField key={currency} label={t`Currency`} name="budget_currency" defaultValue={currency} />
      </FormRow>
      <FormRow>
        <TextField
          label={t`Hours`}
          name="budget_seconds"
          defaultValue={budget?.budget_seconds ? formatDuration(budget.budget_seconds) : ""}
          autoComplete="off"
          optional={optional}
        />
        <SelectField label={t`Budget for`} name="period" defaultValue={budget?.period ?? "total"}>
          <option value="total">{t`all days together`}</option>
          <option value="month">{t`each month`}</option>
        </SelectField>
      </FormRow>
      <FormRow>
        <TextField
          label={t`From`}
          name="valid_from"
          type="date"
          defaultValue={budget?.valid_from ?? `${today().slice(0, 7)}-01`}
        />
        <TextField
          label={t`Up to and with`}
          name="valid_to"
          type="date"
          defaultValue={budget?.valid_to ?? ""}
          optional={optional}
        />
      </FormRow>
      <ThresholdsField of={budget?.thresholds ?? [50, 80, 100]} />
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
      {budget && <TakeBack budget={budget} done={done} />}
    </Form>
  );
}

function TakeBack({ budget, done }: { readonly budget: Budget; readonly done: () => void }) {
  const { t } = useLingui();
  const remove = useWrite(
    () =>
      data(
        rates.DELETE("/v1/budgets/{budget_id}", {
          params: { path: { budget_id: budget.id }, header: ifMatch(budget) },
        }),
      ),
    {
      refresh: ["rates"],
      onDone: () => {
        toast(t`The budget is gone`);
        done();
      },
    },
  );
  return (
    <Button small busy={remove.running} onClick={() => void remove.run(undefined)}>
      <Trans>Take the budget back</Trans>
    </Button>
  );
}

function put(id: string, budget: Budget | undefined, body: Request): Promise<Budget> {
  const header = budget ? ifMatch(budget) : {};
  return data(rates.PUT("/v1/budgets/{budget_id}", { params: { path: { budget_id: id }, header }, body }));
}
