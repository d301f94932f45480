import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useDimensionWords, usePartName } from "../dimensions/useDimensionWords.ts";
import type { Amount } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { AskedRevenue } from "./asked.ts";
import styles from "./Revenue.module.css";
import {
  coveredSeconds,
  type Figures,
  hasCharges,
  type Report,
  type Row,
  rowsOf,
  unpricedSeconds,
  waits,
} from "./report.ts";

type Figure = readonly [key: string, head: string, cell: (figures: Figures) => ReactNode, wide?: boolean];

/** The figures of each group and part, and of all. */
export function RevenueTable({ report, asked }: { readonly report: Report; readonly asked: AskedRevenue }) {
  const { t } = useLingui();
  const words = useDimensionWords();
  const nameOf = usePartName();
  const whole = wholeOf(report);
  const figures = useFigures(whole);
  const columns: readonly Column<Row>[] = [
    {
      key: "name",
      head: asked.thenBy ? `${words[asked.by]}, ${words[asked.thenBy]}` : words[asked.by],
      main: true,
      cell: ({ part, inner }) => (
        <span className={inner ? styles.inner : undefined}>
          {nameOf(part, inner && asked.thenBy ? asked.thenBy : asked.by)}
        </span>
      ),
    },
    ...figures.map(([key, head, cell, wide]) => ({
      key,
      head,
      align: "end" as const,
      ...(wide ? { wide } : {}),
      cell: ({ part }: Row) => cell(part),
    })),
  ];
  const totals = Object.fromEntries(figures.map(([key, , cell]) => [key, cell(whole)]));
  return (
    <DataTable
      label={t`Costs and revenue by group`}
      columns={columns}
      rows={rowsOf(report)}
      rowKey={({ key }) => key}
      totals={{ name: t`In all`, ...totals }}
    />
  );
}

/** Costs, time without a price, what is to bill by state, what agreements charge and cover have columns where there are any. */
function useFigures(whole: Figures): readonly Figure[] {
  const { t } = useLingui();
  const time = (seconds: number) => (seconds ? formatDuration(seconds) : "–");
  const earned: readonly Figure[] = [
    ["time", t`Billable time`, ({ billable_seconds }) => time(billable_seconds)],
    ["expected", t`Expected`, ({ earnings }) => <Amounts amounts={earnings.map(({ amount }) => amount)} />],
    ["billed", t`Billed`, ({ earnings }) => <Amounts amounts={earnings.map(({ invoiced }) => invoiced)} />],
    ["to_bill", t`To bill`, ({ earnings }) => <Amounts amounts={earnings.map((one) => one.to_invoice)} />],
  ];
  const agreed = hasCharges(whole);
  const now = agreed ? t`Can be billed` : t`Approved`;
  const later = agreed ? t`Not yet` : t`Not approved`;
  const states: readonly Figure[] = [
    ["approved", now, ({ earnings }) => <Amounts amounts={earnings.map((one) => one.approved)} />],
    ["logged", later, ({ earnings }) => <Amounts amounts={earnings.map((one) => one.logged)} />],
  ];
  const charged: Figure = [
    "charged",
    t`Of agreements`,
    ({ earnings }) => <Amounts amounts={earnings.map(({ charges }) => charges.amount)} />,
    true,
  ];
  const covered = (["included", "prepaid"] as const).filter((one) => coveredSeconds(whole, one) > 0);
  const heads = { included: t`Included`, prepaid: t`Prepaid` };
  const notBillable: Figure = [
    "not_billable",
    t`Not billable`,
    ({ not_billable_seconds }) => time(not_billable_seconds),
    true,
  ];
  const unpriced: Figure = ["unpriced", t`Without a price`, (figures) => time(unpricedSeconds(figures))];
  const spent: readonly Figure[] = [
    ["cost", t`Cost`, ({ costs }) => <Amounts amounts={costs?.sums.map(({ amount }) => amount) ?? []} />],
    ["margin", t`Margin`, ({ costs }) => <Amounts amounts={costs?.margin ? [costs.margin] : []} />],
  ];
  return [
    ...earned,
    ...(waits(whole) ? states : []),
    ...(agreed ? [charged] : []),
    ...covered.map((one): Figure => [one, heads[one], (figures) => time(coveredSeconds(figures, one)), true]),
    notBillable,
    ...(unpricedSeconds(whole) > 0 ? [unpriced] : []),
    ...(whole.costs && whole.costs.sums.length > 0 ? spent : []),
  ];
}

/** All time as one part. */
function wholeOf({ totals, costs, ...report }: Report): Figures {
  const margin = costs?.margin_totals.length === 1 ? (costs.margin_totals[0] ?? null) : null;
  return {
    ...report,
    earnings: totals,
    costs: costs && {
      sums: costs.totals.map((amount) => ({ amount, entries: 0, seconds: 0 })),
      margin,
      entries_without_cost: costs.without_cost.entries,
      seconds_without_cost: costs.without_cost.seconds,
    },
  };
}

/** One line for each currency: they are never added up. */
function Amounts({ amounts }: { readonly amounts: readonly Amount[] }) {
  if (amounts.length === 0) return "–";
  return amounts.map((amount) => (
    <div key={amount.currency}>
      <Money value={amount} />
    </div>
  ));
}
