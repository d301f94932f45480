import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths, withQuery } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Downloads } from "../ui/Downloads.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { PaymentSettings } from "./PaymentSettings.tsx";
import { PaymentTable } from "./PaymentTable.tsx";

/** What came in and what it settles, as it was recorded. */
export default function PaymentsPage() {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const customer = address.get("customer");
  const query = { newest_first: true, ...(customer ? { organization_id: customer } : {}) };
  const list = usePages(invoicing.pages("/v1/payments", { params: { query } }));
  const record = (
    <ButtonLink to={withQuery(paths.newPayment, { customer })} look="primary">
      {t`Record a payment`}
    </ButtonLink>
  );
  return (
    <Page
      title={t`Payments`}
      actions={
        <>
          <PaymentSettings />
          <ButtonLink to={paths.bank}>{t`Bank`}</ButtonLink>
          <ButtonLink to={paths.receivables}>{t`Who owes what`}</ButtonLink>
          {record}
        </>
      }
    >
      <div className="filter">
        <CustomerPicker
          value={customer}
          onChange={(id) => setAddress(id ? { customer: id } : {}, { replace: true })}
          optional={t`any`}
        />
      </div>
      <ListView
        list={list}
        empty={
          <EmptyState title={t`No payment was recorded yet.`} action={record}>
            {t`Payments that QuickBooks knows of arrive by themselves.`}
          </EmptyState>
        }
      >
        <PaymentTable payments={list.items} />
        <Downloads
          label={t`Download`}
          file="/invoicing/v1/exports/payments"
          query={{ organization_id: customer }}
        />
      </ListView>
    </Page>
  );
}
