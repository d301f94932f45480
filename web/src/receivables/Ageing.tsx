import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { Bars } from "../ui/Chart.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Receivables.module.css";
import type { Row } from "./receivables.ts";

interface Props {
  readonly currency: string;
  readonly rows: readonly Row[];
}

/** What each customer owes in one currency, by how late it is. */
export function Ageing({ currency, rows }: Props) {
  const { t } = useLingui();
  const { money } = useFormats();
  return (
    <Section title={t`Owed in ${currency}`}>
      <div className={styles.chart}>
        <Card>
          <Bars
            label={t`Owed in ${currency} by customer`}
            labels={rows.map((row) => row.organization_name ?? "–")}
            series={[
              {
                name: t`Owed`,
                values: rows.map(({ total }) => drawn(total.amount)),
                shown: rows.map(({ total }) => money(total)),
              },
            ]}
          />
        </Card>
      </div>
      <DataTable
        label={t`Owed in ${currency} by age`}
        columns={useColumns()}
        rows={rows}
        rowKey={(row) => row.organization_id}
      />
    </Section>
  );
}

/** How high a bar is; what is read is the amount as text. */
function drawn(text: string): number {
  return +text;
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const ages = [
    ["not_due", t`Not due`],
    ["days_1_30", t`1–30 days late`],
    ["days_31_60", t`31–60 days`],
    ["days_61_90", t`61–90 days`],
    ["days_over_90", t`Over 90 days`],
    ["credit", t`Credit`],
  ] as const;
  return [
    { key: "customer", head: t`Customer`, main: true, cell: (row) => <Customer row={row} /> },
    ...ages.map(
      ([key, head]): Column<Row> => ({
        key,
        head,
        align: "end",
        cell: (row) => (/[1-9]/.test(row[key].amount) ? <Bare value={row[key]} /> : null),
      }),
    ),
    { key: "total", head: t`Owed`, align: "end", cell: (row) => <Owed row={row} /> },
  ];
}

/** The currency stands in the heading. */
function Bare({ value }: { readonly value: Row["total"] }) {
  const { bare } = useFormats();
  return <span className={styles.figure}>{bare(value)}</span>;
}

function Customer({ row }: { readonly row: Row }) {
  const customer = row.organization_id;
  return <Link to={withQuery(paths.receivables, { customer })}>{row.organization_name ?? "–"}</Link>;
}

function Owed({ row }: { readonly row: Row }) {
  const { t } = useLingui();
  const { money } = useFormats();
  const invoices = withQuery(paths.invoices, { customer: row.organization_id });
  const name = row.organization_name ?? "";
  return (
    <Link to={invoices} aria-label={t`${money(row.total)}: invoices of ${name}`}>
      <Money value={row.total} strong />
    </Link>
  );
}
