import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";

type Sale = InvoicingSchemas["schemas"]["EuSaleResponse"];

/** Sales under reverse charge, as the list of sales to other member states wants them. */
export function EuSales({ sales }: { readonly sales: readonly Sale[] }) {
  const { t } = useLingui();
  const columns = useColumns();
  if (sales.length === 0) return null;
  return (
    <Section title={t`Reverse charge by VAT number`}>
      <DataTable
        label={t`Reverse charge by VAT number`}
        columns={columns}
        rows={sales}
        rowKey={({ currency, country, vat_number }) => `${currency} ${country} ${vat_number}`}
      />
    </Section>
  );
}

function useColumns(): Column<Sale>[] {
  const { t } = useLingui();
  return [
    {
      key: "customer",
      head: t`Customer`,
      main: true,
      cell: (sale) => <Link to={paths.customer(sale.organization_id)}>{sale.organization_name ?? "–"}</Link>,
    },
    { key: "country", head: t`Country`, cell: ({ country }) => country },
    { key: "number", head: t`VAT number`, cell: ({ vat_number }) => vat_number },
    {
      key: "documents",
      head: t`Documents`,
      align: "end",
      cell: ({ invoices, credit_notes }) => invoices + credit_notes,
    },
    { key: "base", head: t`Before tax`, align: "end", cell: ({ base }) => <Money value={base} strong /> },
  ];
}
