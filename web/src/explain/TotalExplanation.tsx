import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Facts } from "../ui/Page.tsx";
import styles from "./Explain.module.css";
import { Settlements } from "./Settlements.tsx";
import { useTaxWords } from "./taxWords.ts";

type Explanation = InvoicingSchemas["schemas"]["ExplanationResponse"];
type TaxTotal = Explanation["tax_totals"][number];

/** How the tax and the total of an invoice or draft come about. */
export function TotalExplanation({ invoiceId }: { readonly invoiceId: string }) {
  const path = { invoice_id: invoiceId };
  const explanation = useQuery(invoicing.query("/v1/invoices/{invoice_id}/explain", { params: { path } }));
  return <QueryView query={explanation}>{(found) => <Totals invoice={found} />}</QueryView>;
}

function Totals({ invoice }: { readonly invoice: Explanation }) {
  const { t } = useLingui();
  const words = useTaxWords();
  const columns: readonly Column<TaxTotal>[] = [
    { key: "tax", head: t`Tax`, main: true, cell: (total) => words(total.category, total.rate) },
    { key: "base", head: t`Of`, align: "end", cell: (total) => <Money value={total.base} /> },
    { key: "amount", head: t`Amount`, align: "end", cell: (total) => <Money value={total.tax} /> },
  ];
  return (
    <div className="stack">
      <p className={styles.amount}>
        <Money value={invoice.total} />
      </p>
      <Facts
        facts={[
          [t`Lines`, <Money key="lines" value={invoice.subtotal} />],
          [t`Tax`, <Money key="tax" value={invoice.tax} />],
          [t`Total`, <Money key="total" value={invoice.total} strong />],
        ]}
      />
      <DataTable
        label={t`Tax`}
        columns={columns}
        rows={invoice.tax_totals}
        rowKey={(total) => `${total.category} ${total.rate}`}
      />
      <p className="muted small">
        <Trans>
          Tax is computed on the sum of the lines that are taxed alike, and rounded once, half up. It is not
          the sum of each line's tax.
        </Trans>
      </p>
      {invoice.settlements.length > 0 && <Settlements of={invoice} />}
    </div>
  );
}
