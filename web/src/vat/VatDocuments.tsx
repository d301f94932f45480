import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import type { paths as Paths } from "../api/schema/invoicing.ts";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { today } from "../time/clock.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { asked } from "./period.ts";

type Query = Paths["/v1/reports/vat/documents"]["get"]["parameters"]["query"];
type Document = InvoicingSchemas["schemas"]["VatDocumentResponse"];

/** The invoices and credit notes behind a line of the report, which the address names. */
export function VatDocuments({ address }: { readonly address: URLSearchParams }) {
  const { t } = useLingui();
  const columns = useColumns();
  const { first_day, last_day } = asked(address, today());
  const code = address.get("tax_code");
  const query = {
    first_day,
    last_day,
    currency: (address.get("currency") ?? "") as Query["currency"],
    category: (address.get("category") ?? "") as Query["category"],
    rate: address.get("rate") ?? "",
    ...(code ? { tax_code: code } : {}),
  };
  const list = usePages(invoicing.pages("/v1/reports/vat/documents", { params: { query } }));
  return (
    <ListView list={list} empty={<EmptyState title={t`Nothing was issued in this period.`} />}>
      <DataTable
        label={t`Documents`}
        columns={columns}
        rows={list.items}
        rowKey={({ document_id }) => document_id}
      />
    </ListView>
  );
}

function useColumns(): Column<Document>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  return [
    { key: "number", head: t`Number`, main: true, cell: (one) => <Link to={pathOf(one)}>{one.number}</Link> },
    { key: "date", head: t`Issued`, cell: ({ issue_date }) => day(issue_date) },
    { key: "customer", head: t`Customer`, cell: ({ organization_name }) => organization_name },
    { key: "base", head: t`Before tax`, align: "end", cell: ({ base }) => <Money value={base} /> },
    { key: "vat", head: t`VAT`, align: "end", cell: ({ tax }) => <Money value={tax} /> },
  ];
}

function pathOf({ kind, document_id }: Document): string {
  return kind === "invoice" ? paths.invoice(document_id) : paths.creditNote(document_id);
}
