import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import type { Day } from "../time/workDate.ts";
import { Bars, Legend } from "../ui/Chart.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { currenciesOf, heightOf, MONTH_LETTERS, type MonthTurnover, monthsOf } from "./months.ts";
import { MONTHS, useTurnover } from "./reads.ts";

/** What was invoiced and received in the last months, a chart for each currency. */
export function Months({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const found = useTurnover().data?.months ?? [];
  return currenciesOf(found).map((currency) => (
    <Section key={currency} title={t`Billed and paid, ${currency}`}>
      <Card>
        <Chart months={found.filter((one) => one.currency === currency)} today={today} />
      </Card>
    </Section>
  ));
}

function Chart({ months, today }: { readonly months: readonly MonthTurnover[]; readonly today: Day }) {
  const { t } = useLingui();
  const { month: name } = useFormats();
  const days = monthsOf(today, MONTHS);
  const rows = days.map((day) => months.find(({ month }) => month === day));
  const series = (label: string, of: "invoiced_with_tax" | "received") => ({
    name: label,
    values: rows.map((row) => heightOf(row?.[of])),
    shown: rows.map((row, index) => <Money key={days[index]} value={row?.[of]} />),
  });
  const both = [series(t`Billed, with tax`, "invoiced_with_tax"), series(t`Paid`, "received")];
  return (
    <>
      <Legend series={both} />
      <Bars
        label={t`Billed and paid by month`}
        labels={days.map((day) => name(day).slice(0, MONTH_LETTERS))}
        series={both}
      />
    </>
  );
}
