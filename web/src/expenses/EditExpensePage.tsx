import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { ExpenseForm } from "./ExpenseForm.tsx";
import { change, type Expense, expenseQuery, type NewExpense } from "./expense.ts";

/** Changes what is said of an expense; a manager is asked again. */
export default function EditExpensePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(expenseQuery(id));
  return (
    <Page
      title={t`Change the expense`}
      lead={t`A manager approves it again.`}
      width="narrow"
      back={{ to: paths.expense(id), label: t`Expense` }}
    >
      <Card>
        <QueryView query={query}>{(expense) => <Fields expense={expense} />}</QueryView>
      </Card>
    </Page>
  );
}

function Fields({ expense }: { readonly expense: Expense }) {
  const go = useNavigate();
  const write = useWrite((body: NewExpense) => change(expense, body), {
    refresh: ["invoicing"],
    onDone: () => void go(paths.expense(expense.id)),
  });
  return (
    <ExpenseForm
      expense={expense}
      customer={null}
      write={write}
      cancel={
        <ButtonLink to={paths.expense(expense.id)}>
          <Trans>Cancel</Trans>
        </ButtonLink>
      }
    />
  );
}
