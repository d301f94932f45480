import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { AllocationFields } from "./AllocationFields.tsx";
import { type Transaction, wentOut } from "./bank.ts";
import { oldestFirst } from "./oldestFirst.ts";
import { type Allocation, allocationsOf, namedByInvoice, writtenOff } from "./payment.ts";
import { useTake } from "./useDecide.ts";
import { useOpenInvoices } from "./useOpenInvoices.ts";

/** Says whose a transaction is, and which invoices it settles; one that went out pays credit back. */
export function TakeByHand({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const may = useMay();
  const [customer, setCustomer] = useState(transaction.proposals[0]?.organization_id ?? null);
  const [sent, setSent] = useState<readonly Allocation[]>([]);
  const write = useTake(transaction);
  const refusal = useRefusal(namedByInvoice(write.problem, sent));
  const submit = (values: Values) => {
    const allocations = allocationsOf(values);
    setSent(allocations);
    void write.run({ organization_id: customer, allocations, refund_id: null, ...writtenOff(values) });
  };
  const out = wentOut(transaction);
  return (
    <Section title={out ? t`Whose credit it paid back` : t`Choose yourself`}>
      <Card>
        <Form label={t`Choose yourself`} refusal={refusal} onSubmit={submit}>
          <CustomerPicker value={customer} onChange={setCustomer} />
          {customer && !out && <Open key={customer} transaction={transaction} customer={customer} />}
          <FormActions>
            <Button type="submit" look="primary" busy={write.running} off={may.not("change-invoices")}>
              {out ? t`Take as a refund` : t`Take as a payment`}
            </Button>
          </FormActions>
        </Form>
      </Card>
    </Section>
  );
}

function Open({ transaction, customer }: { readonly transaction: Transaction; readonly customer: string }) {
  const { t } = useLingui();
  const { amount, currency } = transaction.amount;
  const open = useOpenInvoices(customer, currency);
  if (!open) return null;
  if (open.length === 0)
    return <p className="muted">{t`This customer owes nothing. The payment becomes their credit.`}</p>;
  return <AllocationFields invoices={open} proposed={oldestFirst(amount, open)} writesOff />;
}
