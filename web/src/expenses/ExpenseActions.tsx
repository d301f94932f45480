import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { BillingDialog } from "./BillingDialog.tsx";
import { approve, type Expense, reject, remove } from "./expense.ts";
import { refusedWords } from "./refusedWords.ts";

interface Props {
  readonly expense: Expense;
}

/** What can be done with an expense as it stands. */
export function ExpenseActions({ expense }: Props) {
  const may = useMay();
  const { state } = expense;
  if (state === "billed" || state === "drafted") return null;
  const waits = state === "submitted" || state === "rejected";
  const bills = may("change-invoices");
  return (
    <>
      {(waits || bills || may("approve-time")) && (
        <>
          <Delete expense={expense} />
          <ButtonLink to={paths.editExpense(expense.id)}>
            <Trans>Change</Trans>
          </ButtonLink>
        </>
      )}
      {bills && <BillingDialog expense={expense} />}
      {may("approve-time") && state !== "rejected" && <Reject expense={expense} />}
      {may("approve-time") && waits && <Approve expense={expense} />}
    </>
  );
}

function Approve({ expense }: Props) {
  const { t, i18n } = useLingui();
  const write = useWrite(() => approve(expense), {
    refresh: ["invoicing"],
    onDone: () => toast(t`The expense is approved.`),
    onRefused: (problem) => toast(refusedWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <Button look="primary" busy={write.running} onClick={() => void write.run(undefined)}>
      {t`Approve`}
    </Button>
  );
}

function Reject({ expense }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const write = useWrite((reason: string) => reject(expense, reason), {
    refresh: ["invoicing"],
    onDone: close,
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t`Reject…`}</Button>
      <Dialog title={t`Reject the expense`} open={open} onClose={close}>
        <Form refusal={useRefusal(write.problem)} onSubmit={({ reason = "" }) => void write.run(reason)}>
          <TextArea label={t`Reason`} name="reason" hint={t`Who recorded it reads this above the expense.`} />
          <SubmitOrCancel look="danger" busy={write.running} onCancel={close}>
            {t`Reject`}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}

function Delete({ expense }: Props) {
  const { t, i18n } = useLingui();
  const go = useNavigate();
  const write = useWrite(() => remove(expense), {
    refresh: ["invoicing"],
    onDone: () => {
      toast(t`The expense is deleted.`);
      void go(paths.expenses);
    },
    onRefused: (problem) => toast(refusedWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <ConfirmButton
      title={t`Delete this expense?`}
      consequence={t`Its receipts go with it.`}
      confirm={t`Delete the expense`}
      onConfirm={() => void write.run(undefined)}
      busy={write.running}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}
