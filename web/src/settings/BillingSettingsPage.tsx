import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { BillingForm } from "./BillingForm.tsx";
import { billingQuery } from "./billingQuery.ts";
import { Missing } from "./Missing.tsx";
import { SettingsPages } from "./SettingsPages.tsx";

export default function BillingSettingsPage() {
  const { t } = useLingui();
  const settings = useQuery(billingQuery);
  return (
    <SettingsPages
      title={t`Billing settings`}
      lead={t`What your invoices say. Those that are issued already keep what they say.`}
    >
      <Missing />
      <QueryView query={settings}>
        {(current) => <BillingForm key={current.version} settings={current} />}
      </QueryView>
    </SettingsPages>
  );
}
