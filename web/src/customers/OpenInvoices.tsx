import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Customers.module.css";

type Invoice = NonNullable<ReturnType<typeof useOpen>["data"]>["items"][number];

function useOpen(customerId: string) {
  const query = { organization_id: customerId, limit: 500 };
  return useQuery(invoicing.query("/v1/invoices", { params: { query } }));
}

/** Drafts, and what was sent and is not paid in full. */
export function OpenInvoices({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const invoices = useOpen(customerId);
  const all = (
    <Link to={withQuery(paths.invoices, { customer: customerId })}>
      <Trans>All invoices</Trans>
    </Link>
  );
  return (
    <Section title={t`Open invoices`} actions={all}>
      <Card>
        <QueryView query={invoices} lines={2}>
          {({ items }) => <InvoiceList invoices={items.filter(isOpen)} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function isOpen({ state, payment }: Invoice): boolean {
  return state === "draft" || payment === "unpaid" || payment === "partial";
}

function InvoiceList({ invoices }: { readonly invoices: readonly Invoice[] }) {
  if (invoices.length === 0) {
    return (
      <p className="muted">
        <Trans>Nothing is owed.</Trans>
      </p>
    );
  }
  return (
    <ul className={styles.list}>
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <InvoiceLine invoice={invoice} />
        </li>
      ))}
    </ul>
  );
}

function InvoiceLine({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const draft = invoice.state === "draft";
  return (
    <>
      <span className="row">
        <Link to={draft ? paths.draft(invoice.id) : paths.invoice(invoice.id)}>
          {draft ? t`Draft` : invoice.number}
        </Link>
        {invoice.overdue && <Badge tone="danger">{t`Overdue`}</Badge>}
        {invoice.due_date && <span className="muted small">{t`due ${day(invoice.due_date)}`}</span>}
      </span>
      <Money value={draft ? invoice.total : invoice.balance} />
    </>
  );
}
