import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Receivables.module.css";
import {
  AGES,
  type Age,
  type Ageing,
  type Asked,
  isSome,
  type Row,
  sorted,
  standing,
} from "./receivables.ts";
import { useAgeWords } from "./useAgeWords.ts";

interface Props {
  readonly totals: Ageing;
  readonly asked: Asked;
}

/** What each customer owes in one currency by how late it is, with the sums of all; each sum opens to its invoices. */
export function Owing({ totals, asked }: Props) {
  const { t } = useLingui();
  const { currency } = totals;
  const query = { currency, ...standing(asked), ...sorted(asked) };
  const list = usePages(invoicing.pages("/v1/reports/receivables", { params: { query } }));
  return (
    <Section title={t`Owed in ${currency}`}>
      <ListView list={list} empty={<EmptyState title={t`Nobody owes anything.`} />}>
        <DataTable
          label={t`Owed in ${currency} by age`}
          columns={useColumns(asked)}
          rows={list.items}
          rowKey={(row) => row.organization_id}
          totals={useTotals(totals, asked)}
        />
      </ListView>
    </Section>
  );
}

function useColumns(asked: Asked): Column<Row>[] {
  const { t } = useLingui();
  const words = useAgeWords();
  return [
    { key: "customer", head: t`Customer`, main: true, cell: (row) => <Customer row={row} /> },
    ...AGES.map(
      (age): Column<Row> => ({
        key: age,
        head: words[age],
        align: "end",
        cell: (row) => <OfAge row={row} age={age} asked={asked} />,
      }),
    ),
    {
      key: "credit",
      head: t`Credit`,
      align: "end",
      cell: (row) => (isSome(row.credit) ? <Bare value={row.credit} /> : null),
    },
    {
      key: "total",
      head: t`Owed`,
      align: "end",
      cell: (row) => <Owed row={row} asked={asked} />,
    },
  ];
}

function useTotals(totals: Ageing, asked: Asked) {
  const { t } = useLingui();
  const { money } = useFormats();
  const words = useAgeWords();
  const opens = AGES.map((age) => {
    if (!isSome(totals[age])) return [age, null] as const;
    const { currency } = totals;
    const to = withQuery(paths.receivables, { age, currency, ...standing(asked) });
    const name = t`${words[age]}: the invoices of ${money(totals[age])}`;
    return [
      age,
      <Link key={age} to={to} aria-label={name}>
        <Bare value={totals[age]} />
      </Link>,
    ] as const;
  });
  return {
    customer: t`All customers`,
    ...Object.fromEntries(opens),
    credit: isSome(totals.credit) ? <Bare value={totals.credit} /> : null,
    total: <Money value={totals.total} strong />,
  };
}

/** What a customer owes of one age, which opens to its invoices. */
function OfAge({ row, age, asked }: { readonly row: Row; readonly age: Age; readonly asked: Asked }) {
  const { t } = useLingui();
  const { bare } = useFormats();
  const words = useAgeWords();
  if (!isSome(row[age])) return null;
  const { currency, organization_id: customer } = row;
  const to = withQuery(paths.receivables, { age, currency, customer, ...standing(asked) });
  const name = row.organization_name ?? "";
  return (
    <Link to={to} aria-label={t`${bare(row[age])} ${words[age]}: the invoices of ${name}`}>
      <Bare value={row[age]} />
    </Link>
  );
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

function Owed({ row, asked }: { readonly row: Row; readonly asked: Asked }) {
  const { t } = useLingui();
  const { money } = useFormats();
  if (asked.asOf) return <Money value={row.total} strong />;
  const invoices = withQuery(paths.invoices, { customer: row.organization_id });
  const name = row.organization_name ?? "";
  return (
    <Link to={invoices} aria-label={t`${money(row.total)}: invoices of ${name}`}>
      <Money value={row.total} strong />
    </Link>
  );
}
