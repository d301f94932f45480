import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { InvoiceReceipts } from "../expenses/InvoiceReceipts.tsx";
import { paths } from "../paths.ts";
import { Page } from "../ui/Page.tsx";
import { CopySection } from "./CopySection.tsx";
import { CreditButton } from "./CreditButton.tsx";
import { CreditSection } from "./CreditSection.tsx";
import { CustomerLinkSection } from "./CustomerLinkSection.tsx";
import { DisputeButton } from "./DisputeButton.tsx";
import { Disputes } from "./Disputes.tsx";
import { History } from "./History.tsx";
import { InvoiceFacts } from "./InvoiceFacts.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";
import { Lines } from "./Lines.tsx";
import { NextStepNote } from "./NextStepNote.tsx";
import { PaymentsSection } from "./PaymentsSection.tsx";
import { PdfLinks } from "./PdfLinks.tsx";
import { Proof } from "./Proof.tsx";
import { Questions } from "./Questions.tsx";
import { ReminderFees } from "./ReminderFees.tsx";
import { RemindersSection } from "./RemindersSection.tsx";
import { SendingSection } from "./SendingSection.tsx";
import { DisputedBadge, StandingBadge } from "./StateBadges.tsx";

/** One document: where it stands, what it says, and what happened to it. */
export default function InvoicePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(
    invoicing.query("/v1/invoices/{invoice_id}", { params: { path: { invoice_id: id } } }),
  );
  const invoice = query.data;
  return (
    <Page
      title={titleOf(invoice, t`Invoice`, t`Draft`)}
      back={{ to: paths.invoices, label: t`Invoices` }}
      lead={invoice && <Lead invoice={invoice} />}
      actions={
        invoice && (
          <>
            <PdfLinks invoice={invoice} />
            {invoice.state === "issued" && <CreditButton invoice={invoice} />}
            {invoice.state === "issued" && <DisputeButton invoice={invoice} />}
          </>
        )
      }
    >
      <QueryView query={query} lines={8}>
        {(read) => (
          <>
            <NextStepNote invoice={read} />
            <InvoiceFacts invoice={read} />
            <Lines invoice={read} />
            <InvoiceReceipts invoice={read} />
            {read.state === "issued" && <Afterwards invoice={read} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function titleOf(invoice: Invoice | undefined, issued: string, draft: string): string {
  if (!invoice) return issued;
  return invoice.number ? `${issued} ${invoice.number}` : `${draft}: ${invoice.organization_name}`;
}

function Lead({ invoice }: { readonly invoice: Invoice }) {
  return (
    <span className="row">
      <StandingBadge invoice={invoice} />
      {invoice.disputed && <DisputedBadge />}
      {invoice.organization_name}
    </span>
  );
}

/** What happens to an invoice once it is issued. */
function Afterwards({ invoice }: { readonly invoice: Invoice }) {
  return (
    <>
      <CreditSection invoice={invoice} />
      <PaymentsSection invoice={invoice} />
      <Questions invoice={invoice} />
      <Disputes invoice={invoice} />
      <ReminderFees invoice={invoice} />
      <div className={styles.columns}>
        <SendingSection invoice={invoice} />
        <RemindersSection invoice={invoice} />
        <CustomerLinkSection invoice={invoice} />
        <CopySection invoice={invoice} />
        <History invoice={invoice} />
      </div>
      <Proof invoice={invoice} />
    </>
  );
}
