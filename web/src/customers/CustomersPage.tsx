import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { listQuery, type Organization } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { FoundPeople, useFound } from "./FoundPeople.tsx";
import { NewCustomer, NewCustomerButton } from "./NewCustomer.tsx";
import { Search } from "./Search.tsx";

export default function CustomersPage() {
  const { t } = useLingui();
  const customers = useQuery(listQuery("organizations"));
  return (
    <Page
      title={t`Customers`}
      lead={t`Whom you work for, and how they are invoiced.`}
      actions={
        <>
          <ButtonLink to={paths.importCustomers}>
            <Trans>Import customers</Trans>
          </ButtonLink>
          <NewCustomerButton />
        </>
      }
    >
      <QueryView query={customers}>{(all) => (all.length ? <Found all={all} /> : <NoCustomers />)}</QueryView>
      <NewCustomer />
    </Page>
  );
}

function Found({ all }: { readonly all: readonly Organization[] }) {
  const { t } = useLingui();
  const [query] = useSearchParams();
  const columns = useColumns();
  const archived = query.get("archived") === "yes";
  const typed = query.get("q")?.trim() ?? "";
  const found = useFound(typed);
  const rows = (typed ? found : all)
    .filter((one) => one.archived === archived && !one.merged_into)
    .sort((one, other) => one.name.localeCompare(other.name));
  return (
    <>
      <Search />
      <p className="muted small" aria-live="polite">
        <Plural value={rows.length} one="# customer" other="# customers" />
      </p>
      {rows.length > 0 ? (
        <DataTable label={t`Customers`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      ) : (
        <EmptyState title={t`No customer is like that.`}>
          <Trans>Search for less, or look among the others.</Trans>
        </EmptyState>
      )}
      {typed && <FoundPeople typed={typed} />}
    </>
  );
}

function useColumns(): readonly Column<Organization>[] {
  const { t } = useLingui();
  return [
    {
      key: "name",
      head: t`Name`,
      main: true,
      cell: ({ id, name }) => <Link to={paths.customer(id)}>{name}</Link>,
    },
    { key: "city", head: t`City`, cell: ({ city }) => city || null },
    { key: "vat", head: t`VAT number`, cell: ({ vat_number }) => vat_number },
    { key: "currency", head: t`Currency`, cell: ({ effective_currency }) => effective_currency },
    { key: "missing", head: t`Missing`, cell: (one) => <Missing customer={one} /> },
  ];
}

function Missing({ customer: { address_lines, city, country } }: { readonly customer: Organization }) {
  if (address_lines.length > 0 && city && country) return null;
  return (
    <Badge tone="warn">
      <Trans>Address</Trans>
    </Badge>
  );
}

function NoCustomers() {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`No customers yet`}
      action={
        <div className="row">
          <NewCustomerButton first />
          <ButtonLink to={paths.import}>
            <Trans>Import time with its customers</Trans>
          </ButtonLink>
        </div>
      }
    >
      <Trans>
        The way to an invoice: a customer, a project with a rate, time on it, approval, and the invoice. It
        begins here.
      </Trans>
    </EmptyState>
  );
}
