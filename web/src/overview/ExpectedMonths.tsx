import { useLingui } from "@lingui/react/macro";
import type { RatesSchemas } from "../api/rates.ts";
import { useFormats } from "../i18n/format.ts";
import type { Day } from "../time/workDate.ts";
import { Bars, Legend } from "../ui/Chart.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { heightOf, MONTH_LETTERS, monthsOf } from "./months.ts";
import { MONTHS, useExpectedMonths } from "./reads.ts";

type Group = RatesSchemas["schemas"]["ValuedGroupResponse"];

/** What the work of the last months is expected to earn and what of it is billed, a chart for each currency. */
export function ExpectedMonths({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const { totals, groups } = useExpectedMonths(today).data ?? { totals: [], groups: [] };
  return totals.map(({ amount: { currency } }) => (
    <Section key={currency} title={t`Work of the months, ${currency}`}>
      <Card>
        <Chart groups={groups} currency={currency} today={today} />
      </Card>
    </Section>
  ));
}

function Chart({
  groups,
  currency,
  today,
}: {
  readonly groups: readonly Group[];
  readonly currency: string;
  readonly today: Day;
}) {
  const { t } = useLingui();
  const { month: name } = useFormats();
  const days = monthsOf(today, MONTHS);
  const rows = days.map((day) =>
    groups.find((group) => group.day === day)?.earnings.find(({ amount }) => amount.currency === currency),
  );
  const series = (name: string, of: "amount" | "invoiced") => ({
    name,
    values: rows.map((row) => heightOf(row?.[of])),
    shown: rows.map((row, index) => <Money key={days[index]} value={row?.[of]} />),
  });
  const both = [series(t`Expected`, "amount"), series(t`Billed of it`, "invoiced")];
  return (
    <>
      <Legend series={both} />
      <Bars
        label={t`Expected and billed by month of work`}
        labels={days.map((day) => name(day).slice(0, MONTH_LETTERS))}
        series={both}
      />
    </>
  );
}
