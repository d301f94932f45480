import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { typedAmount } from "../i18n/typedAmount.ts";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { AllocationFields } from "./AllocationFields.tsx";
import { oldestFirst } from "./oldestFirst.ts";
import { PaymentFields } from "./PaymentFields.tsx";
import { useOpenInvoices } from "./useOpenInvoices.ts";
import { useRecord } from "./useRecord.ts";

interface Props {
  readonly customer: string | null;
  /** The invoice that the payment is for, when one came from there: it is settled first. */
  readonly invoice: string | null;
  readonly off: string | undefined;
  readonly onCustomer: (id: string | null) => void;
  readonly onRecorded: (id: string) => void;
}

/** What came in, and which invoices it settles: oldest first, unless one says otherwise. */
export function PaymentForm(props: Props) {
  const { t } = useLingui();
  const settings = useQuery(invoicing.query("/v1/settings")).data;
  const open = useOpenInvoices(props.customer);
  const meant = open?.find(({ id }) => id === props.invoice);
  if (!settings || (props.customer && !open)) return <Loading label={t`Loading…`} lines={6} />;
  const currency = meant?.currency ?? open?.[0]?.currency ?? settings.currency;
  const payable = (open ?? []).filter((one) => one.currency === currency);
  const inOrder = meant ? [meant, ...payable.filter((one) => one !== meant)] : payable;
  return <Fields {...props} invoices={inOrder} currency={currency} zone={settings.time_zone} />;
}

interface FieldsProps extends Props {
  readonly invoices: NonNullable<ReturnType<typeof useOpenInvoices>>;
  readonly currency: string;
  readonly zone: string;
}

function Fields({ customer, invoice, off, onCustomer, onRecorded, invoices, currency, zone }: FieldsProps) {
  const { t, i18n } = useLingui();
  const record = useRecord(currency, onRecorded);
  const whole = invoice ? (invoices[0]?.balance.amount ?? "") : "";
  const [typed, setTyped] = useState(i18n.locale === "da" ? whole.replace(".", ",") : whole);
  const amount = typedAmount(typed, i18n.locale);
  return (
    <Form
      label={t`Record a payment`}
      refusal={useRefusal(record.problem)}
      onSubmit={(values) => record.run(values)}
    >
      <CustomerPicker value={customer} onChange={onCustomer} />
      <PaymentFields typed={typed} onTyped={setTyped} currency={currency} zone={zone} amount={amount} />
      {customer && invoices.length === 0 && (
        <p className="muted">{t`This customer owes nothing. The payment becomes their credit.`}</p>
      )}
      {invoices.length > 0 && (
        <div>
          <h2>{t`Which invoices it settles`}</h2>
          <p className="small muted">
            {t`Proposed oldest first. What settles no invoice is the customer's credit.`}
          </p>
          <AllocationFields invoices={invoices} proposed={oldestFirst(amount ?? "", invoices)} writesOff />
        </div>
      )}
      <FormActions>
        <Button type="submit" look="primary" busy={record.running} off={off}>
          {t`Record the payment`}
        </Button>
      </FormActions>
    </Form>
  );
}
