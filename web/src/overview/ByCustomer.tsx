import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { RatesSchemas } from "../api/rates.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import type { Day } from "../time/workDate.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { useExpected } from "./reads.ts";

type Revenue = RatesSchemas["schemas"]["RevenueResponse"];
type Margin = RatesSchemas["schemas"]["MarginResponse"];

/** What each customer's work of the month is expected to earn. */
export function ByCustomer({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const name = useName("organizations");
  const expected = useExpected(today).data;
  const revenue = expected?.revenue ?? [];
  const margins = expected?.costs?.margins ?? [];
  const columns: Column<Revenue>[] = [
    {
      key: "customer",
      head: t`Customer`,
      main: true,
      cell: ({ organization_id: id }) => <Link to={paths.customer(id)}>{name(id)}</Link>,
    },
    { key: "time", head: t`Time`, align: "end", cell: ({ seconds }) => <Duration seconds={seconds} /> },
    { key: "amount", head: t`Expected`, align: "end", cell: ({ amount }) => <Money value={amount} /> },
  ];
  if (margins.length) columns.push(marginColumn(t`Margin`, margins));
  if (revenue.length === 0) return null;
  return (
    <Section title={t`Expected this month by customer`}>
      <DataTable
        label={t`Expected this month by customer`}
        columns={columns}
        rows={revenue}
        rowKey={(one) => `${one.organization_id} ${one.amount.currency}`}
      />
    </Section>
  );
}

/** A customer has one margin at most: what is earned and spent in two currencies has none. */
function marginColumn(head: string, margins: readonly Margin[]): Column<Revenue> {
  const of = (id: string) => margins.find(({ organization_id }) => organization_id === id)?.amount;
  return { key: "margin", head, align: "end", cell: ({ organization_id: id }) => <Money value={of(id)} /> };
}
