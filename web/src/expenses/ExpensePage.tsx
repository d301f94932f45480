import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Facts, Page } from "../ui/Page.tsx";
import { Deeds } from "./Deeds.tsx";
import { ExpenseActions } from "./ExpenseActions.tsx";
import { type Expense, expenseQuery } from "./expense.ts";
import { Receipts } from "./Receipts.tsx";
import { StateBadge } from "./StateBadge.tsx";

/** One expense: what it was, its receipts, and how far it is. */
export default function ExpensePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(expenseQuery(id));
  const expense = query.data;
  return (
    <Page
      title={expense?.description ?? t`Expense`}
      back={{ to: paths.expenses, label: t`Expenses` }}
      lead={
        expense && (
          <span className="row">
            <StateBadge state={expense.state} />
            {expense.organization_name}
          </span>
        )
      }
      actions={expense && <ExpenseActions expense={expense} />}
    >
      <QueryView query={query} lines={6}>
        {(read) => (
          <>
            {read.reason && <Note tone="warn">{read.reason}</Note>}
            <ExpenseFacts expense={read} />
            <ExpenseReceipts expense={read} />
            <Deeds expense={read} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** Whether receipts can be added or removed: not behind an issued invoice, and what is approved only by who bills. */
function useMayChange({ state }: Expense): boolean {
  const may = useMay();
  if (state === "billed") return false;
  return state === "submitted" || state === "rejected" || may("approve-time") || may("change-invoices");
}

function ExpenseReceipts({ expense }: { readonly expense: Expense }) {
  return <Receipts expense={expense} mayChange={useMayChange(expense)} />;
}

function ExpenseFacts({ expense }: { readonly expense: Expense }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const person = useName("agents");
  const project = useName("projects");
  const { exchange_rate, billed_currency, charged } = expense;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t`Amount`, <Money key="amount" value={expense.amount} strong />],
    [t`Day`, day(expense.spent_on)],
    [t`Distance`, expense.distance_km && <Distance key="distance" expense={expense} />],
    [t`Category`, expense.category_name],
    [t`Project`, project(expense.project_id)],
    [t`By whom`, person(expense.agent_id)],
    [t`The customer pays it`, !expense.billable && t`no`],
    [t`Exchange rate`, exchange_rate && `1 ${expense.amount.currency} = ${exchange_rate} ${billed_currency}`],
    [t`Mark-up`, Number(expense.mark_up) > 0 && `${expense.mark_up} %`],
    [t`Charged, before tax`, expense.billable && charged && <Money key="charged" value={charged} />],
    [t`Invoice`, expense.invoice_id && <Billed key="invoice" expense={expense} />],
  ];
  return (
    <Card>
      <Facts facts={facts.filter(([, value]) => value)} />
    </Card>
  );
}

function Distance({ expense: { distance_km, rate_per_km } }: { readonly expense: Expense }) {
  const { t } = useLingui();
  return (
    <>
      {t`${distance_km} km`} × {rate_per_km && <Money value={rate_per_km} />}
    </>
  );
}

function Billed({ expense: { invoice_id, invoice_number } }: { readonly expense: Expense }) {
  const { t } = useLingui();
  if (!invoice_id) return null;
  if (invoice_number) return <Link to={paths.invoice(invoice_id)}>{invoice_number}</Link>;
  return <Link to={paths.draft(invoice_id)}>{t`on a draft`}</Link>;
}
