import { useLingui } from "@lingui/react/macro";
import { AgreedHours } from "../explain/AgreedHours.tsx";
import { Explain, ExplainLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice, Line } from "./invoice.ts";
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
  return [
    { key: "what", head: t`What`, main: true, cell: (line) => <Description line={line} /> },
    {
      key: "hours",
      head: t`Hours`,
      align: "end",
      cell: ({ seconds, billed_seconds }) =>
        seconds === null ? null : <ChargedDuration seconds={seconds} billed={billed_seconds} />,
    },
    {
      key: "rate",
      head: t`Rate`,
      align: "end",
      cell: (line) => line.hourly_rate && <Money value={line.hourly_rate} />,
    },
    {
      key: "tax",
      head: t`VAT`,
      align: "end",
      wide: true,
      cell: (line) => line.tax_rate && percent(line.tax_rate),
    },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: (line) =>
        line.amount && (
          <ExplainLink line={line.line_id} of={line.description}>
            <Money value={line.amount} />
          </ExplainLink>
        ),
    },
  ];
}

function Description({ line }: { readonly line: Line }) {
  const { day } = useFormats();
  const { description, service_type_name, first_day, last_day } = line;
  const days = first_day && last_day && `${day(first_day)} – ${day(last_day)}`;
  const detail = [service_type_name, days].filter(Boolean).join(" · ");
  return (
    <span>
      {description}
      {detail && <span className={`${styles.detail} small muted`}> {detail}</span>}
      <AgreedHours of={line} />
    </span>
  );
}
