import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import type { Organization } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { countryName, LANGUAGE_NAMES } from "../ui/regions.ts";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { CustomerForm } from "./CustomerForm.tsx";
import styles from "./Customers.module.css";
import { changesOf } from "./customerFields.ts";
import { useCustomerChange } from "./useCustomerChange.ts";

/** Where the invoices go to and how they are written. */
export function Details({ customer }: { readonly customer: Organization }) {
  const { t } = useLingui();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const edit = (
    <Button
      small
      off={customer.merged_into ? t`It was merged.` : may.not("manage-work")}
      onClick={() => setEditing(true)}
    >
      <Trans>Edit</Trans>
    </Button>
  );
  return (
    <Section title={t`Details`} actions={edit}>
      <Card>
        <Shown customer={customer} />
      </Card>
      {editing && <EditDialog customer={customer} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Shown({ customer }: { readonly customer: Organization }) {
  const { t, i18n } = useLingui();
  const { address_lines, postal_code, city, country, language, currency, effective_currency } = customer;
  const place = [postal_code, city].filter(Boolean).join(" ");
  const address = [...address_lines, place, country && countryName(country, i18n.locale)].filter(Boolean);
  return (
    <Facts
      facts={[
        [
          t`Address`,
          <span key="a" className={styles.address}>
            {address.join("\n") || "–"}
          </span>,
        ],
        [t`Business or private`, customer.kind === "private" ? t`Private person` : t`Business`],
        [t`VAT number`, customer.vat_number ?? "–"],
        ...given(t`Registration number`, customer.registration_number),
        ...given(t`EAN (GLN)`, customer.gln),
        ...given(t`Customer code`, customer.code),
        ...given(t`E-mail domains`, customer.email_domains.join(", ")),
        [t`Language`, LANGUAGE_NAMES[language] ?? language],
        [t`Currency`, currency ?? t`${effective_currency}, the account's`],
        ...given(t`New time for them`, customer.billable === false ? t`Not billable` : null),
        ...given(t`Notes`, customer.notes),
      ]}
    />
  );
}

/** What few customers have is shown where it is there. */
function given(label: string, text: string | null): [string, ReactNode][] {
  return text
    ? [
        [
          label,
          <span key={label} className={styles.address}>
            {text}
          </span>,
        ],
      ]
    : [];
}

function EditDialog({
  customer,
  onClose,
}: {
  readonly customer: Organization;
  readonly onClose: () => void;
}) {
  const { t } = useLingui();
  const account = useQuery(timer.query("/v1/settings")).data;
  const change = useCustomerChange(customer, () => {
    toast(t`Saved. Invoices that are issued keep what they say.`);
    onClose();
  });
  return (
    <Dialog title={t`Edit customer`} open onClose={onClose}>
      <CustomerForm
        customer={customer}
        currency={account?.currency ?? "…"}
        language={customer.language}
        refusal={useRefusal(change.problem)}
        onSubmit={(typed) => void change.run(changesOf(customer, typed))}
      >
        <SubmitOrCancel busy={change.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </CustomerForm>
    </Dialog>
  );
}
