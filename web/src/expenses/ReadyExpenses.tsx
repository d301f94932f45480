import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";

/** Expenses that no draft has, by customer and currency; each opens to its expenses. */
export function ReadyExpenses() {
  const { t } = useLingui();
  const { day } = useFormats();
  const { items: rows, more, loadingMore } = usePages(invoicing.pages("/v1/expenses/ready"));
  if (rows.length === 0) return null;
  return (
    <Section title={t`Expenses to bill`}>
      <DataTable
        label={t`Expenses to bill`}
        rows={rows}
        rowKey={({ organization_id, amount }) => organization_id + amount.currency}
        columns={[
          {
            key: "customer",
            head: t`Customer`,
            main: true,
            cell: ({ organization_id, organization_name }) => (
              <Link to={withQuery(paths.expenses, { customer: organization_id, state: "ready" })}>
                {organization_name}
              </Link>
            ),
          },
          {
            key: "count",
            head: t`Expenses`,
            align: "end",
            cell: ({ count }) => t`${plural(count, { one: "# expense", other: "# expenses" })}`,
          },
          { key: "since", head: t`Oldest`, cell: ({ first_day }) => day(first_day) },
          {
            key: "rate",
            head: t`Waits for`,
            cell: ({ needs_rate }) => (needs_rate ? <Badge tone="warn">{t`an exchange rate`}</Badge> : "–"),
          },
          {
            key: "amount",
            head: t`Amount, before tax`,
            align: "end",
            cell: ({ amount }) => <Money value={amount} strong />,
          },
        ]}
      />
      <Pager more={more} loading={loadingMore} />
    </Section>
  );
}
