import { useLingui } from "@lingui/react/macro";
import { TextArea, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { CountryField } from "../ui/Regions.tsx";
import type { BillingSettings } from "./billingQuery.ts";

/** Who sells: the head of every invoice. */
export function Seller({ seller }: { readonly seller: BillingSettings["seller"] }) {
  const { t } = useLingui();
  const { address } = seller;
  return (
    <Section title={t`You, the seller`}>
      <Card>
        <TextField
          label={t`Name`}
          name="seller.name"
          defaultValue={seller.name}
          autoComplete="organization"
        />
        <TextArea
          label={t`Address`}
          name="seller.address.lines"
          rows={2}
          defaultValue={address?.lines.join("\n")}
          hint={t`Street, floor, care of: each on its own line.`}
        />
        <FormRow>
          <TextField
            label={t`Postal code`}
            name="seller.address.postal_code"
            defaultValue={address?.postal_code}
          />
          <TextField label={t`City`} name="seller.address.city" defaultValue={address?.city} />
        </FormRow>
        <CountryField
          label={t`Country`}
          name="seller.address.country"
          defaultValue={address?.country ?? ""}
          none={t`Not chosen`}
        />
        <FormRow>
          <TextField
            label={t`VAT number`}
            name="seller.vat_number"
            defaultValue={seller.vat_number ?? ""}
            hint={t`With the letters of its country: DK87654321.`}
            autoComplete="off"
          />
          <TextField
            label={t`Registration number`}
            name="seller.registration_number"
            defaultValue={seller.registration_number ?? ""}
            hint={t`CVR or the like, if you have no VAT number.`}
            autoComplete="off"
          />
        </FormRow>
      </Card>
    </Section>
  );
}
