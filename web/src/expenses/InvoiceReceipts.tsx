import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { Section } from "../ui/Page.tsx";
import styles from "./Expenses.module.css";
import { ReceiptCard } from "./Receipts.tsx";

type Invoice = InvoicingSchemas["schemas"]["InvoiceResponse"];

/** The receipts behind an issued invoice, as they were then. */
export function InvoiceReceipts({ invoice }: { readonly invoice: Pick<Invoice, "id" | "receipts"> }) {
  const { t } = useLingui();
  if (invoice.receipts.length === 0) return null;
  return (
    <Section title={t`Receipts`}>
      <ul className={styles.receipts}>
        {invoice.receipts.map((one) => (
          <ReceiptCard
            key={one.receipt_id}
            address={`/invoicing/v1/invoices/${invoice.id}/receipts/${one.receipt_id}`}
            receipt={one}
          />
        ))}
      </ul>
    </Section>
  );
}
