import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import type { Write } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { AgentPicker, CustomerPicker } from "../directory/Pickers.tsx";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Checkbox, Options, SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { CurrencyField } from "../ui/Regions.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { categoriesQuery, type Expense, expenseOf, type Measure, type NewExpense } from "./expense.ts";

interface Props {
  readonly expense: Expense | null;
  /** Whose it is may stand in the address. */
  readonly customer: string | null;
  readonly write: Write<NewExpense, unknown>;
  /** Receipts, above the rest: on a phone one begins with the camera. */
  readonly children?: ReactNode;
  readonly cancel: ReactNode;
}

/** All that somebody says of an expense. */
export function ExpenseForm({ expense, customer: asked, write, children, cancel }: Props) {
  const { t } = useLingui();
  const [measure, setMeasure] = useState<Measure>(expense?.distance_km ? "distance" : "amount");
  const [customer, setCustomer] = useState(expense?.organization_id ?? asked);
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={(values, form) => void write.run(expenseOf(values, measure, form.has("billable")))}
    >
      {children}
      <CustomerPicker value={customer} onChange={setCustomer} />
      <FormRow>
        <TextField
          label={t`Day`}
          name="spent_on"
          type="date"
          max={today()}
          defaultValue={expense?.spent_on ?? today()}
        />
        <CategoryField expense={expense} />
        <ProjectField customer={customer} value={expense?.project_id ?? ""} />
      </FormRow>
      <TextArea label={t`What for`} name="description" rows={2} defaultValue={expense?.description ?? ""} />
      <div>
        <Choice
          label={t`How it is reckoned`}
          name="measure"
          value={measure}
          options={[
            ["amount", t`Amount`],
            ["distance", t`Kilometres`],
          ]}
          onChange={setMeasure}
        />
      </div>
      <Figures expense={expense} measure={measure} customer={customer} />
      <WhoseField expense={expense} />
      <Checkbox label={t`The customer pays it`} name="billable" defaultChecked={expense?.billable ?? true} />
      <FormActions>
        <Button type="submit" look="primary" busy={write.running}>
          <Trans>Save the expense</Trans>
        </Button>
        {cancel}
      </FormActions>
    </Form>
  );
}

interface FiguresProps {
  readonly expense: Expense | null;
  readonly measure: Measure;
  readonly customer: string | null;
}

function Figures({ expense, measure, customer }: FiguresProps) {
  const { t } = useLingui();
  const settings = useQuery(timer.query("/v1/settings")).data;
  const ofCustomer = useList("organizations").find(({ id }) => id === customer)?.effective_currency;
  const currency = expense?.amount.currency ?? ofCustomer ?? settings?.currency ?? "";
  return (
    <FormRow>
      {measure === "amount" ? (
        <AmountField
          key="amount"
          label={t`Amount`}
          name="amount"
          hint={t`Without the VAT that you deduct.`}
          defaultValue={expense && !expense.distance_km ? expense.amount.amount : ""}
        />
      ) : (
        <>
          <AmountField
            key="distance"
            label={t`Kilometres`}
            name="distance_km"
            defaultValue={expense?.distance_km ?? ""}
          />
          <AmountField
            key="rate"
            label={t`Per kilometre`}
            name="rate_per_km"
            defaultValue={expense?.rate_per_km?.amount ?? ""}
          />
        </>
      )}
      <CurrencyField key={currency} label={t`Currency`} name="currency" defaultValue={currency} />
    </FormRow>
  );
}

function CategoryField({ expense }: { readonly expense: Expense | null }) {
  const { t } = useLingui();
  const known = useQuery(categoriesQuery()).data?.items ?? [];
  const offered = known.filter(({ id, retired }) => !retired || id === expense?.category_id);
  if (offered.length === 0) return null;
  return (
    <SelectField
      key={offered.length}
      label={t`Category`}
      name="category_id"
      defaultValue={expense?.category_id ?? ""}
    >
      <option value="">{t`none`}</option>
      <Options of={offered} />
    </SelectField>
  );
}

function ProjectField({ customer, value }: { readonly customer: string | null; readonly value: string }) {
  const { t } = useLingui();
  const projects = useList("projects").filter(
    ({ id, organization_id, archived }) => (organization_id === customer && !archived) || id === value,
  );
  if (projects.length === 0) return null;
  return (
    <SelectField key={customer} label={t`Project`} name="project_id" defaultValue={value}>
      <option value="">{t`none`}</option>
      <Options of={projects} />
    </SelectField>
  );
}

/** Who spent it, where one may say that it was another. */
function WhoseField({ expense }: { readonly expense: Expense | null }) {
  const { t } = useLingui();
  const may = useMay();
  const me = useMe();
  const [agent, setAgent] = useState(expense?.agent_id ?? me.agentId);
  if (!may("approve-time") && !may("see-invoices")) return null;
  return <AgentPicker label={t`Who spent it`} value={agent} onChange={setAgent} optional={t`optional`} />;
}
