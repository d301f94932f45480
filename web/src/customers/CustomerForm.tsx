import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Organization } from "../directory/lists.ts";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { FlagField } from "../ui/FlagField.tsx";
import { Form, FormRow, type Refusal } from "../ui/Form.tsx";
import { CountryField, CurrencyField, LanguageField } from "../ui/Regions.tsx";
import { customerOf, type NewCustomer } from "./customerFields.ts";

interface Props {
  readonly customer?: Organization;
  /** The account's currency, which holds where none is chosen. */
  readonly currency: string;
  readonly language: string;
  readonly refusal: Refusal | null;
  readonly onSubmit: (customer: NewCustomer) => void;
  readonly children: ReactNode;
}

/** What stands on the customer's invoices. */
export function CustomerForm({ customer, currency, language, refusal, onSubmit, children }: Props) {
  const { t } = useLingui();
  return (
    <Form refusal={refusal} onSubmit={(values) => onSubmit(customerOf(values))} label={t`Customer`}>
      <TextField
        label={t`Name`}
        name="name"
        defaultValue={customer?.name}
        hint={t`As it stands on invoices.`}
      />
      <AddressFields customer={customer} />
      <Choices customer={customer} />
      <TextField
        label={t`VAT number`}
        name="vat_number"
        optional={t`optional`}
        defaultValue={customer?.vat_number ?? ""}
        hint={t`With the letters of its country: DK12345674. Reverse charge needs it.`}
        autoComplete="off"
      />
      <FormRow>
        <TextField
          label={t`Registration number`}
          name="registration_number"
          optional={t`optional`}
          defaultValue={customer?.registration_number ?? ""}
          autoComplete="off"
        />
        <TextField
          label={t`EAN (GLN)`}
          name="gln"
          optional={t`optional`}
          defaultValue={customer?.gln ?? ""}
          hint={t`13 digits: where public buyers receive invoices.`}
          inputMode="numeric"
          autoComplete="off"
        />
      </FormRow>
      <TextField
        label={t`Customer code`}
        name="code"
        optional={t`optional`}
        defaultValue={customer?.code ?? ""}
        hint={t`A few letters that invoice numbers can begin with: ACME.`}
        autoComplete="off"
      />
      <FormRow>
        <LanguageField
          label={t`Language of invoices and e-mails`}
          name="language"
          defaultValue={customer?.language ?? language}
        />
        <CurrencyField
          label={t`Currency`}
          name="currency"
          defaultValue={customer?.currency ?? ""}
          none={t`The account's: ${currency}`}
        />
      </FormRow>
      <Inside customer={customer} />
      {children}
    </Form>
  );
}

function Choices({ customer }: { readonly customer: Organization | undefined }) {
  const { t } = useLingui();
  return (
    <SelectField label={t`Business or private`} name="kind" defaultValue={customer?.kind ?? "business"}>
      <option value="business">{t`Business`}</option>
      <option value="private">{t`Private person`}</option>
    </SelectField>
  );
}

/** What is printed nowhere. */
function Inside({ customer }: { readonly customer: Organization | undefined }) {
  const { t } = useLingui();
  return (
    <>
      <FlagField
        label={t`New time for them`}
        name="billable"
        value={customer?.billable ?? null}
        words={[t`As usual`, t`Billable`, t`Not billable`]}
        hint={t`Where neither task, ticket, project nor kind of work says; as usual it is billable.`}
      />
      <TextArea
        label={t`E-mail domains`}
        name="email_domains"
        rows={2}
        optional={t`optional`}
        defaultValue={customer?.email_domains.join("\n")}
        hint={t`Who writes from there belongs to this customer: nordlys.example`}
      />
      <TextArea
        label={t`Notes`}
        name="notes"
        rows={2}
        optional={t`optional`}
        defaultValue={customer?.notes}
        hint={t`For yourselves; printed nowhere.`}
      />
    </>
  );
}

function AddressFields({ customer }: { readonly customer: Organization | undefined }) {
  const { t } = useLingui();
  return (
    <>
      <TextArea
        label={t`Address`}
        name="address_lines"
        rows={2}
        defaultValue={customer?.address_lines.join("\n")}
        hint={t`Street, floor, care of: each on its own line.`}
      />
      <FormRow>
        <TextField label={t`Postal code`} name="postal_code" defaultValue={customer?.postal_code} />
        <TextField label={t`City`} name="city" defaultValue={customer?.city} />
      </FormRow>
      <CountryField
        label={t`Country`}
        name="country"
        defaultValue={customer?.country ?? ""}
        none={t`Not chosen`}
      />
    </>
  );
}
