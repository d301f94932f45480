import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextArea } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { billingOf } from "./billingFields.ts";
import type { ReadSettings } from "./billingQuery.ts";
import { changed } from "./changed.ts";
import { NumberFormat } from "./NumberFormat.tsx";
import { Seller } from "./Seller.tsx";
import { TaxFields } from "./TaxFields.tsx";
import { TermsFields } from "./TermsFields.tsx";
import { useSaveBilling } from "./useSaveBilling.ts";

/** One form for all of it: what is saved together cannot contradict itself. */
export function BillingForm({ settings }: { readonly settings: ReadSettings }) {
  const { t } = useLingui();
  const may = useMay();
  const save = useSaveBilling(settings);
  return (
    <Form
      onSubmit={(values) => void save.run(changed(settings, billingOf(values)))}
      refusal={useRefusal(save.problem)}
      label={t`Billing`}
    >
      <Seller seller={settings.seller} />
      <Section title={t`Payment`}>
        <Card>
          <TextArea
            label={t`Payment instructions`}
            name="payment_instructions"
            defaultValue={settings.payment_instructions}
            hint={t`Stands at the foot of every invoice: bank account, IBAN, MobilePay.`}
          />
          <TermsFields terms={settings.terms} />
        </Card>
      </Section>
      <Section title={t`Numbers and tax`}>
        <Card>
          <NumberFormat
            label={t`Format of invoice numbers`}
            name="number_format"
            format={settings.number_format}
          />
          <NumberFormat
            label={t`Format of credit note numbers`}
            name="credit_note_number_format"
            format={settings.credit_note_number_format}
          />
          <TaxFields tax={settings.tax} />
        </Card>
      </Section>
      <CustomerSees value={settings.customer_sees} />
      <FormActions>
        <Button type="submit" look="primary" off={may.not("change-invoices")} busy={save.running}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}

function CustomerSees({ value }: { readonly value: ReadSettings["customer_sees"] }) {
  const { t } = useLingui();
  return (
    <Section title={t`The customer's page`}>
      <Card>
        <SelectField
          label={t`What customers see of the time`}
          name="customer_sees"
          defaultValue={value}
          hint={t`Each invoice e-mail has a link to a page of its own, without log-in.`}
        >
          <option value="lines">{t`The invoice's lines`}</option>
          <option value="entries">{t`The lines, and every entry behind them`}</option>
        </SelectField>
      </Card>
    </Section>
  );
}
