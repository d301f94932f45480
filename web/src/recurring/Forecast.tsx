import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import type { MonthlySum } from "./recurring.ts";

/** What all that is active charges, in a month on average and month by month; nothing while there is none. */
export function Forecast() {
  const { t } = useLingui();
  const { month } = useFormats();
  const query = useQuery(invoicing.query("/v1/recurring-invoices/forecast"));
  if (query.data?.monthly.length === 0) return null;
  return (
    <Section title={t`What is coming`}>
      <QueryView query={query}>
        {({ monthly, months }) => (
          <>
            <Card>
              <Facts
                facts={monthly.map((sum) => [
                  t`A month, before tax (${sum.currency})`,
                  <Sum key="sum" {...sum} />,
                ])}
              />
            </Card>
            <DataTable
              label={t`What is coming`}
              columns={[
                { key: "month", head: t`Month`, main: true, cell: (one) => month(one.month) },
                { key: "count", head: t`Invoices`, align: "end", cell: ({ count }) => count },
                {
                  key: "amount",
                  head: t`Before tax`,
                  align: "end",
                  cell: ({ amount }) => <Money value={amount} />,
                },
              ]}
              rows={months}
              rowKey={(one) => `${one.month} ${one.currency}`}
            />
          </>
        )}
      </QueryView>
    </Section>
  );
}

function Sum({ monthly }: MonthlySum) {
  return <Money value={monthly} strong />;
}
