import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { ReadyExpenses } from "../expenses/ReadyExpenses.tsx";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { waiting } from "./buckets.ts";
import { Charges } from "./Charges.tsx";
import { CustomersTable } from "./CustomersTable.tsx";
import { DraftDialog } from "./DraftDialog.tsx";
import { DraftList } from "./DraftList.tsx";

type Unbilled = InvoicingSchemas["schemas"]["UnbilledTimeResponse"];

/** Every second that is not billed, by customer and by what keeps it. */
export function CustomersPage() {
  const { t } = useLingui();
  const unbilled = useQuery(invoicing.query("/v1/billable-time/customers"));
  return (
    <Page
      title={t`To bill`}
      lead={t`Every approved, billable hour that no invoice has yet, and what it waits for.`}
      actions={<ButtonLink to={withQuery(paths.billingRuns, { new: "run" })}>{t`Bill a month…`}</ButtonLink>}
    >
      <QueryView query={unbilled} lines={8}>
        {(found) => <Customers unbilled={found} />}
      </QueryView>
      <Charges />
      <ReadyExpenses />
      <DraftList />
      <DraftDialog />
    </Page>
  );
}

function Customers({ unbilled }: { readonly unbilled: Unbilled }) {
  const { t } = useLingui();
  const customers = waiting(unbilled.customers);
  if (customers.length === 0) return <NothingWaits writtenOff={unbilled.sums.written_off} />;
  return (
    <Section title={t`Customers`}>
      <CustomersTable customers={customers} sums={unbilled.sums} />
    </Section>
  );
}

function NothingWaits({ writtenOff }: { readonly writtenOff: number }) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <EmptyState
      title={t`Everything is billed`}
      action={
        <span className="row">
          {may("approve-time") && (
            <ButtonLink to={paths.approvals} look="primary">
              {t`See what waits for approval`}
            </ButtonLink>
          )}
          {writtenOff > 0 && (
            <ButtonLink to={withQuery(paths.billing, { bucket: "written-off" })}>
              {t`See what is written off`}
            </ButtonLink>
          )}
        </span>
      }
    >
      {t`Time comes here when its timesheet is approved.`}
    </EmptyState>
  );
}
