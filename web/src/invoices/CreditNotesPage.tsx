import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { Downloads } from "../ui/Downloads.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { CreditNoteTable } from "./CreditNoteTable.tsx";

/** What was taken back of issued invoices, the newest first. */
export default function CreditNotesPage() {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const customer = address.get("customer");
  const query = { newest_first: true, ...(customer ? { organization_id: customer } : {}) };
  const list = usePages(invoicing.pages("/v1/credit-notes", { params: { query } }));
  return (
    <Page title={t`Credit notes`} back={{ to: paths.invoices, label: t`Invoices` }}>
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
          <EmptyState title={t`Nothing was credited yet.`}>
            {t`A credit note is made on the page of the invoice that it corrects.`}
          </EmptyState>
        }
      >
        <CreditNoteTable notes={list.items} />
        <Downloads
          label={t`Download`}
          file="/invoicing/v1/exports/credit-notes"
          query={{ organization_id: customer }}
        />
      </ListView>
    </Page>
  );
}
