import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { useList } from "../directory/lists.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { RecurringForm } from "./RecurringForm.tsx";
import { create } from "./recurring.ts";

/** A new recurring invoice. For whom may stand in the address. */
export default function NewRecurringPage() {
  const { t } = useLingui();
  const settings = useQuery(timer.query("/v1/settings"));
  const title = t`New recurring invoice`;
  if (!useMay()("change-invoices")) return <Denied title={title} lacks="change-invoices" />;
  return (
    <Page title={title} back={{ to: paths.recurringInvoices, label: t`Recurring invoices` }}>
      <Card>
        <QueryView query={settings}>{({ currency }) => <Fields ofAccount={currency} />}</QueryView>
      </Card>
    </Page>
  );
}

function Fields({ ofAccount }: { readonly ofAccount: string }) {
  const go = useNavigate();
  const [address] = useSearchParams();
  const [customer, setCustomer] = useState<string | null>(address.get("customer"));
  const ofCustomer = useList("organizations").find(({ id }) => id === customer)?.effective_currency;
  return (
    <RecurringForm
      was={null}
      of={{ organization_id: customer, currency: ofCustomer ?? ofAccount }}
      save={(terms) => create({ ...terms, organization_id: customer ?? "" })}
      onDone={(id) => void go(paths.recurringInvoice(id))}
      cancel={
        <ButtonLink to={paths.recurringInvoices}>
          <Trans>Cancel</Trans>
        </ButtonLink>
      }
    >
      <CustomerPicker value={customer} onChange={setCustomer} />
    </RecurringForm>
  );
}
