import { useLingui } from "@lingui/react/macro";

import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { ChosenDrafts } from "../issuing/ChosenDrafts.tsx";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Downloads } from "../ui/Downloads.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { asked, exported, useFilters } from "./filters.ts";
import { InvoiceFilters } from "./InvoiceFilters.tsx";
import { InvoiceTable } from "./InvoiceTable.tsx";
import { Owed } from "./Owed.tsx";

/** Drafts and invoices: who owes what, and since when. */
export default function InvoicesPage() {
  const { t } = useLingui();
  const [filters, change] = useFilters();
  const query = asked(filters);
  const list = usePages(invoicing.pages("/v1/invoices", { params: { query } }));
  return (
    <Page
      title={t`Invoices`}
      actions={
        <>
          <ButtonLink to={paths.quotes}>{t`Quotes`}</ButtonLink>
          <ButtonLink to={paths.recurringInvoices}>{t`Recurring`}</ButtonLink>
          <ButtonLink to={paths.creditNotes}>{t`Credit notes`}</ButtonLink>
          <ButtonLink to={paths.receivables}>{t`Who owes what`}</ButtonLink>
          <ButtonLink to={paths.billing} look="primary">{t`Draft an invoice`}</ButtonLink>
        </>
      }
    >
      <InvoiceFilters filters={filters} change={change} />
      {filters.customer && <Owed customer={filters.customer} />}
      <ListView list={list} empty={<NoInvoices filtered={Object.keys(query).length > 1} />}>
        {filters.shown === "draft" ? (
          <ChosenDrafts drafts={list.items}>
            {(first) => <InvoiceTable invoices={list.items} first={first} />}
          </ChosenDrafts>
        ) : (
          <InvoiceTable invoices={list.items} />
        )}
        {filters.shown !== "draft" && (
          <div className="row">
            <Downloads label={t`Invoices`} file="/invoicing/v1/exports/invoices" query={exported(filters)} />
            <Downloads
              label={t`Lines`}
              file="/invoicing/v1/exports/invoice-lines"
              query={{ organization_id: filters.customer }}
            />
          </div>
        )}
      </ListView>
    </Page>
  );
}

function NoInvoices({ filtered }: { readonly filtered: boolean }) {
  const { t } = useLingui();
  if (filtered)
    return (
      <EmptyState
        title={t`No invoice is like that.`}
        action={<ButtonLink to={paths.invoices}>{t`Show all invoices`}</ButtonLink>}
      />
    );
  return (
    <EmptyState
      title={t`There are no invoices yet.`}
      action={<ButtonLink to={paths.billing} look="primary">{t`See what can be billed`}</ButtonLink>}
    >
      {t`An invoice begins with time that was approved and has a price.`}
    </EmptyState>
  );
}
