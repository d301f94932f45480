import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { CustomerAgreements } from "../agreements/CustomerAgreements.tsx";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { CustomerBudgets } from "../budgets/CustomerBudgets.tsx";
import type { Organization } from "../directory/lists.ts";
import { RoundingSection } from "../explain/RoundingSection.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { SignTimesheet } from "../signing/SignTimesheet.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { Archive } from "./Archive.tsx";
import { Billing, CustomerLineTexts } from "./Billing.tsx";
import { Contacts } from "./Contacts.tsx";
import styles from "./Customers.module.css";
import { Details } from "./Details.tsx";
import { MergeButton } from "./Merge.tsx";
import { MergedInto, MergedOnes } from "./Merged.tsx";
import { NextStep } from "./NextStep.tsx";
import { OpenInvoices } from "./OpenInvoices.tsx";
import { Projects } from "./Projects.tsx";
import { Rates } from "./Rates.tsx";
import { Unbilled } from "./Unbilled.tsx";

export default function CustomerPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const customer = useQuery(
    timer.query("/v1/organizations/{organization_id}", { params: { path: { organization_id: id } } }),
  );
  const back = { to: paths.customers, label: t`Customers` };
  const found = customer.data;
  return (
    <Page
      title={found?.name ?? t`Customer`}
      back={back}
      lead={found?.archived && <Archived />}
      actions={found && !found.merged_into && <Actions customer={found} />}
    >
      <QueryView query={customer}>{(one) => <Parts customer={one} />}</QueryView>
    </Page>
  );
}

function Actions({ customer }: { readonly customer: Organization }) {
  return (
    <>
      <SignTimesheet customer={customer}>
        <Trans>Timesheet to sign…</Trans>
      </SignTimesheet>
      <MergeButton customer={customer} />
      <Archive customer={customer} />
    </>
  );
}

function Archived() {
  return (
    <Badge>
      <Trans>Archived</Trans>
    </Badge>
  );
}

/** Work and details side by side where there is room; money only for those who see it. */
function Parts({ customer }: { readonly customer: Organization }) {
  const may = useMay();
  return (
    <>
      <MergedInto customer={customer} />
      <MergedOnes customer={customer} />
      {!customer.merged_into && <NextStep customer={customer} />}
      <div className={styles.columns}>
        <div className="stack">
          {may("see-invoices") && <Unbilled customerId={customer.id} />}
          {may("see-invoices") && <OpenInvoices customerId={customer.id} />}
          <Projects customer={customer} />
          {may("see-rates") && !customer.merged_into && <CustomerBudgets customerId={customer.id} />}
          {may("see-rates") && <Rates customerId={customer.id} />}
          {may("see-rates") && <CustomerAgreements customerId={customer.id} />}
          {may("see-rates") && <RoundingSection customerId={customer.id} />}
        </div>
        <div className="stack">
          <Details customer={customer} />
          <Contacts customerId={customer.id} />
          {may("see-invoices") && !customer.merged_into && (
            <>
              <Billing customerId={customer.id} />
              <CustomerLineTexts customerId={customer.id} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
