import { useLingui } from "@lingui/react/macro";
import { Link, useSearchParams } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Amount } from "./Amount.tsx";
import type { Agreement, Month } from "./agreement.ts";
import { Billing } from "./Billing.tsx";

interface Props {
  readonly agreement: Agreement;
  readonly months: readonly Month[];
}

export function MonthTable({ agreement, months }: Props) {
  const { t } = useLingui();
  const { currency } = agreement;
  const charged: readonly Column<Month>[] = [
    {
      key: "amount",
      head: agreement.kind === "monthly-minimum" ? t`Fee` : t`Missing of the minimum`,
      align: "end",
      cell: ({ amount }) => <Amount amount={amount} currency={currency} />,
    },
    { key: "billed", head: t`Invoice`, cell: (month) => <Billing {...month} /> },
  ];
  const figures = useFigures(agreement);
  return (
    <DataTable
      label={t`Months`}
      rows={months}
      rowKey={({ month }) => month}
      columns={[
        { key: "month", head: t`Month`, main: true, cell: (month) => <MonthLink month={month} /> },
        ...figures,
        ...charged,
      ]}
    />
  );
}

function useFigures({ kind, currency }: Agreement): readonly Column<Month>[] {
  const { t } = useLingui();
  const time = (seconds: number) => (seconds ? formatDuration(seconds) : "–");
  const hours = (key: string, head: string, of: (month: Month) => number): Column<Month> => ({
    key,
    head,
    align: "end",
    cell: (month) => time(of(month)),
  });
  const fees: Column<Month> = {
    key: "fees",
    head: t`By the hour`,
    align: "end",
    cell: (month) => <Amount amount={month.fees} currency={currency} />,
  };
  if (kind === "spend-minimum") return [fees];
  return [
    hours("included", t`Hours of it`, (month) => month.base_seconds),
    hours("rolled", t`Rolled over`, (month) => month.included_seconds - month.base_seconds),
    hours("used", t`Used`, (month) => month.used_seconds),
    hours("overage", t`Above`, (month) => month.overage_seconds),
    fees,
  ];
}

function MonthLink({ month: { month } }: { readonly month: Month }) {
  const { month: name } = useFormats();
  const [search] = useSearchParams();
  const opened = new URLSearchParams(search);
  opened.set("month", month);
  return (
    <Link to={{ search: String(opened) }} replace preventScrollReset>
      {name(month)}
    </Link>
  );
}
