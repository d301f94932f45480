import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { Percentage } from "../explain/Percentage.tsx";
import { useTaxWords } from "../explain/taxWords.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import styles from "./Quotes.module.css";
import type { Quote, QuotedLine } from "./quote.ts";

/** The lines, where each is billed, and what they come to. */
export function QuoteLines({ quote }: { readonly quote: Quote }) {
  const { t } = useLingui();
  return (
    <>
      <DataTable
        label={t`Lines`}
        columns={useColumns(quote)}
        rows={quote.lines}
        rowKey={({ line_id }) => line_id}
      />
      <Totals quote={quote} />
    </>
  );
}

function useColumns(quote: Quote): readonly Column<QuotedLine>[] {
  const { t } = useLingui();
  const tax = useTaxWords();
  const billed: Column<QuotedLine> = {
    key: "billed",
    head: t`Billed`,
    cell: (line) => <Billed line={line} />,
  };
  return [
    { key: "text", head: t`Text`, main: true, cell: (line) => <What quote={quote} line={line} /> },
    {
      key: "hours",
      head: t`Hours`,
      align: "end",
      cell: ({ seconds }) => seconds !== null && <Duration seconds={seconds} />,
    },
    {
      key: "rate",
      head: t`Per hour`,
      align: "end",
      cell: ({ hourly_rate }) => hourly_rate && <Money value={hourly_rate} />,
    },
    {
      key: "tax",
      head: t`Tax`,
      align: "end",
      cell: (line) => line.amount && tax(line.tax_category, line.tax_rate),
    },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: ({ amount }) => amount && <Money value={amount} />,
    },
    ...(quote.state === "accepted" ? [billed] : []),
  ];
}

/** A discount in per cent says how many; it is a line for each tax that it is spread over. */
function What({ quote, line }: { readonly quote: Quote; readonly line: QuotedLine }) {
  const discount = quote.discounts.find(({ discount_id }) => discount_id === line.line_id);
  return (
    <span>
      {line.description}
      {discount && <Percentage of={discount} />}
    </span>
  );
}

function Billed({ line }: { readonly line: QuotedLine }) {
  const { t } = useLingui();
  if (line.kind === "text" || line.kind === "discount") return null;
  if (!line.charged) return <span className="muted">{t`from approved time`}</span>;
  if (!line.invoice_id) return <span className="muted">{t`not yet`}</span>;
  if (line.invoice_number) return <Link to={paths.invoice(line.invoice_id)}>{line.invoice_number}</Link>;
  return <Link to={paths.draft(line.invoice_id)}>{t`on a draft`}</Link>;
}

function Totals({ quote }: { readonly quote: Quote }) {
  const { t } = useLingui();
  const rows = [
    [t`Before tax`, <Money key="subtotal" value={quote.subtotal} />],
    [t`Tax`, <Money key="tax" value={quote.tax} />],
    [t`Total`, <Money key="total" value={quote.total} strong />],
  ] as const;
  return (
    <dl className={styles.totals}>
      {rows.map(([name, value]) => (
        <div key={name} className="spread">
          <dt className="muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
