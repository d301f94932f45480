import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { useRefusal } from "../api/useRefusal.ts";
import { TermsChoice } from "../explain/TermsChoice.tsx";
import { useTermsWords } from "../explain/terms.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { LineTexts } from "../texts/LineTexts.tsx";
import type { LineText } from "../texts/lineTexts.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { FlagField } from "../ui/FlagField.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { billingOf, billingQuery, type ReadBilling, useSaveBilling } from "./billing.ts";

/** What the customer's drafts are proposed: the order that they refer to, when they are due, how to pay. */
export function Billing({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const billing = useQuery(billingQuery(customerId));
  const [editing, setEditing] = useState(false);
  const off = useMay().not("change-invoices");
  const edit = (
    <Button small off={off} onClick={() => setEditing(true)}>
      {t`Edit billing`}
    </Button>
  );
  const close = () => setEditing(false);
  return (
    <Section title={t`Billing of this customer`} actions={billing.data && edit}>
      <Card>
        <QueryView query={billing} lines={3}>
          {(found) => <Shown billing={found} />}
        </QueryView>
      </Card>
      {billing.data && (
        <Dialog title={t`Billing of this customer`} open={editing} onClose={close}>
          <BillingForm customerId={customerId} billing={billing.data} onClose={close} />
        </Dialog>
      )}
    </Section>
  );
}

/** What lines of the customer's time say, before the account's own texts. */
export function CustomerLineTexts({ customerId }: { readonly customerId: string }) {
  const { data } = useQuery(billingQuery(customerId));
  return data ? <Texts customerId={customerId} billing={data} /> : null;
}

function Texts({ customerId, billing }: Omit<FormProps, "onClose">) {
  const { t } = useLingui();
  const save = useSaveBilling(customerId, billing, () => undefined);
  const { version: _, ...said } = billing;
  const run = (line_texts: readonly LineText[]) => save.run({ ...said, line_texts: [...line_texts] });
  return (
    <LineTexts
      texts={billing.line_texts}
      save={{ ...save, run }}
      otherwise={t`Those of your settings hold.`}
    />
  );
}

function Shown({ billing }: { readonly billing: ReadBilling }) {
  const { t } = useLingui();
  const terms = useTermsWords();
  const follows = <span className="muted">{t`As in your settings`}</span>;
  const { public_buyer } = billing;
  const facts: [string, ReactNode][] = [
    [t`Purchase order number`, <Order key="order" order={billing.purchase_order} />],
    [t`Payment terms`, billing.terms ? terms(billing.terms) : follows],
    [t`Payment instructions`, billing.payment_instructions ?? follows],
  ];
  if (public_buyer !== null) facts.push([t`Public buyer`, public_buyer ? t`Yes` : t`No`]);
  return <Facts facts={facts} />;
}

function Order({ order }: { readonly order: ReadBilling["purchase_order"] }) {
  const { t } = useLingui();
  const { day, days } = useFormats();
  if (!order) return "–";
  const { number, valid_from, valid_until } = order;
  return (
    <span>
      {number}{" "}
      <span className="muted small">
        {valid_from && valid_until && days(valid_from, valid_until)}
        {valid_from && !valid_until && t`from ${day(valid_from)}`}
        {!valid_from && valid_until && t`until ${day(valid_until)}`}
      </span>
    </span>
  );
}

interface FormProps {
  readonly customerId: string;
  readonly billing: ReadBilling;
  readonly onClose: () => void;
}

function BillingForm({ customerId, billing, onClose }: FormProps) {
  const { t } = useLingui();
  const save = useSaveBilling(customerId, billing, onClose);
  const order = billing.purchase_order;
  return (
    <Form onSubmit={(values) => void save.run(billingOf(values, billing))} refusal={useRefusal(save.problem)}>
      <TextField
        label={t`Purchase order number`}
        name="purchase_order.number"
        defaultValue={order?.number ?? ""}
        optional={t`optional`}
        hint={t`Put on drafts for work of these days.`}
        autoComplete="off"
      />
      <FormRow>
        <TextField
          label={t`First day`}
          name="purchase_order.valid_from"
          type="date"
          defaultValue={order?.valid_from ?? ""}
          optional={t`optional`}
        />
        <TextField
          label={t`Last day`}
          name="purchase_order.valid_until"
          type="date"
          defaultValue={order?.valid_until ?? ""}
          optional={t`optional`}
        />
      </FormRow>
      <TermsChoice terms={billing.terms} proposed={t`As in your settings`} />
      <TextArea
        label={t`Payment instructions`}
        name="payment_instructions"
        defaultValue={billing.payment_instructions ?? ""}
        optional={t`optional`}
        hint={t`Left empty, they are those of your settings.`}
      />
      <FlagField
        label={t`Public buyer`}
        name="public_buyer"
        value={billing.public_buyer}
        words={[t`If there is an EAN number (GLN)`, t`Yes`, t`No`]}
        hint={t`Its invoices need an EAN number and a purchase order number or reference.`}
      />
      <SubmitOrCancel busy={save.running} onCancel={onClose}>
        {t`Save`}
      </SubmitOrCancel>
    </Form>
  );
}
