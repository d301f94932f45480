import { useLingui } from "@lingui/react/macro";
import { AgreedHours } from "../explain/AgreedHours.tsx";
import { Explain, ExplainLink } from "../explain/Explain.tsx";
import { Percentage } from "../explain/Percentage.tsx";
import { Quantity } from "../explain/Quantity.tsx";
import { useFormats } from "../i18n/format.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice, Line } from "./invoice.ts";
import { useLineColumns } from "./lineColumns.tsx";
import { Sums } from "./Sums.tsx";

/** The lines, each amount leading to how it came about, and what they come to. */
export function Lines({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  return (
    <Section title={t`Lines`}>
      <DataTable
        label={t`Lines`}
        columns={useColumns()}
        rows={invoice.lines}
        rowKey={(line) => line.line_id}
      />
      <Sums invoice={invoice} />
      <Explain invoiceId={invoice.id} />
    </Section>
  );
}

function useColumns(): Column<Line>[] {
  const { t } = useLingui();
  const { percent } = useFormats();
  const tax: Column<Line> = {
    key: "tax",
    head: t`VAT`,
    align: "end",
    wide: true,
    cell: (line) => line.tax_rate && percent(line.tax_rate),
  };
  return useLineColumns(
    { what: (line) => <Description line={line} />, amount: (line) => <ExplainedAmount line={line} /> },
    [tax],
  );
}

function ExplainedAmount({ line }: { readonly line: Line }) {
  if (!line.amount) return null;
  return (
    <ExplainLink line={line.line_id} of={line.description}>
      <Money value={line.amount} />
    </ExplainLink>
  );
}

function Description({ line }: { readonly line: Line }) {
  const { days } = useFormats();
  const { description, service_type_name, first_day, last_day } = line;
  const worked = first_day && last_day && days(first_day, last_day);
  const detail = [service_type_name, worked].filter(Boolean).join(" · ");
  return (
    <span>
      {description}
      {detail && <span className={`${styles.detail} small muted`}> {detail}</span>}
      <AgreedHours of={line} />
      <Percentage of={line} />
      <Quantity of={line} />
    </span>
  );
}
