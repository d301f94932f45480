import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useTaxWords } from "../explain/taxWords.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import type { Period } from "./period.ts";

export type VatLine = InvoicingSchemas["schemas"]["VatLineResponse"];

interface Props {
  readonly lines: readonly VatLine[];
  readonly period: Period;
}

/** Base and tax by code, a table for each currency. */
export function VatLines({ lines, period }: Props) {
  const { t } = useLingui();
  const columns = useColumns(period);
  return [...new Set(lines.map(({ currency }) => currency))].map((currency) => (
    <Section key={currency} title={t`Sales in ${currency}`}>
      <DataTable
        label={t`Sales in ${currency} by tax`}
        columns={columns}
        rows={lines.filter((line) => line.currency === currency)}
        rowKey={({ tax_code, category, rate }) => `${tax_code} ${category} ${rate}`}
      />
    </Section>
  ));
}

function useColumns(period: Period): Column<VatLine>[] {
  const { t } = useLingui();
  const { bare } = useFormats();
  const words = useTaxWords();
  const amount = (key: string, head: string, of: (line: VatLine) => VatLine["base"]): Column<VatLine> => ({
    key,
    head,
    align: "end",
    cell: (line) => (/[1-9]/.test(of(line).amount) ? bare(of(line)) : null),
  });
  return [
    {
      key: "tax",
      head: t`Tax`,
      main: true,
      cell: (line) => <Link to={opened(line, period)}>{words(line.category, line.rate)}</Link>,
    },
    { key: "code", head: t`Code`, cell: ({ tax_code }) => tax_code },
    { key: "invoices", head: t`Invoices`, align: "end", cell: ({ invoices }) => invoices },
    amount("invoiced", t`Invoiced`, ({ invoiced_base }) => invoiced_base),
    { key: "notes", head: t`Credit notes`, align: "end", cell: (line) => line.credit_notes || null },
    amount("credited", t`Credited`, ({ credited_base }) => credited_base),
    { key: "base", head: t`Before tax`, align: "end", cell: ({ base }) => <Money value={base} /> },
    { key: "vat", head: t`VAT`, align: "end", cell: ({ tax }) => <Money value={tax} strong /> },
  ];
}

/** The report with the documents behind a line. */
function opened({ currency, category, rate, tax_code }: VatLine, { length, first_day }: Period): string {
  return withQuery(paths.vat, { length, from: first_day, currency, category, rate, tax_code });
}
