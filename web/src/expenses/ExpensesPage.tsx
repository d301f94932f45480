import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { ApproveChosen } from "./ApproveChosen.tsx";
import { ExpenseTable } from "./ExpenseTable.tsx";
import { STATES } from "./expense.ts";

/** What was spent for customers; the newest first. Who may only record sees their own. */
export default function ExpensesPage() {
  const { t } = useLingui();
  const may = useMay();
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const customer = address.get("customer");
  const state = STATES.find((one) => one === address.get("state"));
  const ask = (changed: Record<string, string>) => {
    const asked = Object.entries({ ...Object.fromEntries(address), ...changed });
    setChosen(new Set());
    setAddress(Object.fromEntries(asked.filter(([, value]) => value)), { replace: true });
  };
  const query = {
    newest_first: true,
    ...(customer ? { organization_id: customer } : {}),
    ...(state ? { state } : {}),
  };
  const list = usePages(invoicing.pages("/v1/expenses", { params: { query } }));
  const waiting = list.items.filter((one) => one.state === "submitted" && chosen.has(one.id));
  return (
    <Page
      title={t`Expenses`}
      lead={t`What was spent for customers, with its receipts, until it is billed.`}
      actions={
        <>
          {may("see-invoices") && <ButtonLink to={paths.expenseCategories}>{t`Categories`}</ButtonLink>}
          <ButtonLink to={paths.newExpense} look="primary">{t`New expense`}</ButtonLink>
        </>
      }
    >
      <div>
        <Choice
          label={t`Which expenses`}
          name="state"
          value={state ?? "all"}
          options={[
            ["all", t`All`],
            ["submitted", t`To approve`],
            ["rejected", t({ message: "Rejected", context: "several" })],
            ["ready", t({ message: "Ready to bill", context: "several" })],
            ["drafted", t`On drafts`],
            ["billed", t({ message: "Billed", context: "several" })],
          ]}
          onChange={(one) => ask({ state: one === "all" ? "" : one })}
        />
      </div>
      <div className="filter">
        <CustomerPicker value={customer} onChange={(id) => ask({ customer: id ?? "" })} optional={t`any`} />
      </div>
      {may("approve-time") && <ApproveChosen expenses={waiting} onDone={() => setChosen(new Set())} />}
      <ListView
        list={list}
        empty={
          <EmptyState title={t`No expenses here.`}>
            {t`Record a ticket, a hotel or a drive with a photo of its receipt: once it is approved, it goes on the customer’s next invoice.`}
          </EmptyState>
        }
      >
        <ExpenseTable
          expenses={list.items}
          {...(may("approve-time") ? { chosen, onChoose: setChosen } : {})}
        />
      </ListView>
    </Page>
  );
}
