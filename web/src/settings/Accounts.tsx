import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import type { BillingSettings, ReadSettings } from "./billingQuery.ts";
import { useSaveBilling } from "./useSaveBilling.ts";

type Details = BillingSettings["payment_details"];

/** Where customers pay to. Each account is printed where it can take the invoice's currency. */
export function Accounts({ settings }: { readonly settings: ReadSettings }) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const save = useSaveBilling(settings);
  return (
    <Form
      onSubmit={(values) => void save.run({ payment_details: detailsOf(values) })}
      refusal={useRefusal(save.problem)}
      label={t`Bank accounts`}
    >
      <Section title={t`Bank accounts`}>
        <Card>
          <International details={settings.payment_details} />
          <Danish details={settings.payment_details} />
          <Swedish details={settings.payment_details} />
          <FormActions>
            <Button type="submit" look="primary" off={off} busy={save.running}>
              <Trans>Save accounts</Trans>
            </Button>
          </FormActions>
        </Card>
      </Section>
    </Form>
  );
}

function International({ details }: { readonly details: Details }) {
  const { t } = useLingui();
  return (
    <FormRow>
      <TextField
        label={t`IBAN`}
        name="payment_details.iban"
        defaultValue={details.iban}
        hint={t`Invoices in euro have a QR code that banks' apps read.`}
        autoComplete="off"
      />
      <TextField
        label={t`BIC`}
        name="payment_details.bic"
        defaultValue={details.bic}
        optional={t`optional`}
        autoComplete="off"
      />
    </FormRow>
  );
}

function Danish({ details }: { readonly details: Details }) {
  const { t } = useLingui();
  return (
    <>
      <FormRow>
        <TextField
          label={t`Danish registration number`}
          name="payment_details.registration_number"
          defaultValue={details.registration_number}
          inputMode="numeric"
          autoComplete="off"
        />
        <TextField
          label={t`Danish account number`}
          name="payment_details.account_number"
          defaultValue={details.account_number}
          inputMode="numeric"
          autoComplete="off"
        />
      </FormRow>
      <FormRow>
        <TextField
          label={t`FI creditor number`}
          name="payment_details.fik_creditor"
          defaultValue={details.fik_creditor}
          inputMode="numeric"
          autoComplete="off"
          hint={t`For the line that Danish banks read, with a reference made of the invoice's number.`}
        />
        <SelectField
          label={t`Kind of payment line`}
          name="payment_details.fik_kind"
          defaultValue={details.fik_kind}
        >
          <option value="71">{t`+71: 15 digits of reference`}</option>
          <option value="75">{t`+75: 16 digits of reference`}</option>
          <option value="73">{t`+73: without a reference`}</option>
        </SelectField>
      </FormRow>
    </>
  );
}

function Swedish({ details }: { readonly details: Details }) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`Swedish Bankgiro number`}
        name="payment_details.bankgiro"
        defaultValue={details.bankgiro}
        inputMode="numeric"
        autoComplete="off"
        hint={t`Digits only. Invoices in Swedish kronor have an OCR number.`}
      />
      <Checkbox
        label={t`Invoices in Norwegian kroner have a KID number`}
        name="payment_details.kid"
        defaultChecked={details.kid}
        hint={t`As agreed with the bank: with one check digit of modulus 10.`}
      />
    </>
  );
}

function detailsOf(values: Values): Details {
  const text = (name: string) => (values[`payment_details.${name}`] ?? "").trim();
  return {
    iban: text("iban"),
    bic: text("bic"),
    registration_number: text("registration_number"),
    account_number: text("account_number"),
    fik_creditor: text("fik_creditor"),
    fik_kind: text("fik_kind") as Details["fik_kind"],
    bankgiro: text("bankgiro").replace("-", ""),
    kid: text("kid") === "on",
  };
}
