import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import styles from "./Receivables.module.css";
import { AGES, type Entry, type StatementPart } from "./receivables.ts";
import { useAgeWords } from "./useAgeWords.ts";

/** What happened in one currency, from what was owed before to what is owed after it. */
export function StatementTable({ part }: { readonly part: StatementPart }) {
  const { t } = useLingui();
  return (
    <Section title={part.currency}>
      <DataTable
        label={t`Statement in ${part.currency}`}
        columns={useColumns()}
        rows={[...openingOf(part), ...part.entries]}
        rowKey={(row) => ("document_id" in row ? `${row.document_id} ${row.kind} ${row.number}` : "opening")}
        totals={{
          what: t`Owed after it`,
          amount: null,
          balance: <Money value={part.closing} strong />,
        }}
      />
      {part.ageing && <Ages ageing={part.ageing} />}
    </Section>
  );
}

interface Opening {
  readonly day: null;
  readonly balance: Entry["balance"];
}
type Row = Entry | Opening;

function openingOf(part: StatementPart): Opening[] {
  return [{ day: null, balance: part.opening }];
}

function useColumns(): Column<Row>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  return [
    {
      key: "what",
      head: t`Document`,
      main: true,
      cell: (row) => (row.day === null ? t`Owed before` : <Document entry={row} />),
    },
    { key: "day", head: t`Date`, cell: (row) => row.day && <Day>{day(row.day)}</Day> },
    { key: "due", head: t`Due`, cell: (row) => row.day && row.due_date && <Day>{day(row.due_date)}</Day> },
    {
      key: "about",
      head: t`About`,
      wide: true,
      cell: (row) => (row.day ? row.about : null),
    },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: (row) => (row.day ? <Money value={row.amount} /> : null),
    },
    { key: "balance", head: t`Balance`, align: "end", cell: (row) => <Money value={row.balance} strong /> },
  ];
}

function Day({ children }: { readonly children: string }) {
  return <span className={styles.together}>{children}</span>;
}

function Document({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const number = entry.number ?? "";
  switch (entry.kind) {
    case "invoice":
      return <Link to={paths.invoice(entry.document_id)}>{t`Invoice ${number}`}</Link>;
    case "credit_note":
      return <Link to={paths.creditNote(entry.document_id)}>{t`Credit note ${number}`}</Link>;
    case "refund":
      return t`Paid back`;
    default: {
      const words = {
        payment: t`Payment`,
        credit: t`Credit applied`,
        write_off: t`Difference written off`,
        reversal: t`Payment reversed`,
        transfer: t`Between customers ${number}`,
      };
      return <Link to={paths.payment(entry.document_id)}>{words[entry.kind]}</Link>;
    }
  }
}

function Ages({ ageing }: { readonly ageing: NonNullable<StatementPart["ageing"]> }) {
  const { t } = useLingui();
  const words = useAgeWords();
  return (
    <Card>
      <Facts
        facts={[
          ...AGES.map((age) => [words[age], <Money key={age} value={ageing[age]} />] as const),
          [t`Credit`, <Money key="credit" value={ageing.credit} />],
        ]}
      />
    </Card>
  );
}
