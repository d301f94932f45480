import { useLingui } from "@lingui/react/macro";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { CreditNote } from "./credit.ts";
import type { Line } from "./invoice.ts";
import { Amounts } from "./Sums.tsx";

/** What is taken back of each line, and what it comes to. */
export function CreditLines({ note }: { readonly note: CreditNote }) {
  const { t } = useLingui();
  const columns: Column<Line>[] = [
    { key: "what", head: t`What`, main: true, cell: (line) => line.description },
    {
      key: "hours",
      head: t`Hours`,
      align: "end",
      cell: ({ seconds, billed_seconds }) =>
        seconds === null ? null : <ChargedDuration seconds={seconds} billed={billed_seconds} />,
    },
    {
      key: "rate",
      head: t`Rate`,
      align: "end",
      cell: (line) => line.hourly_rate && <Money value={line.hourly_rate} />,
    },
    { key: "amount", head: t`Amount`, align: "end", cell: (line) => <Money value={line.amount} /> },
  ];
  return (
    <>
      <DataTable label={t`Lines`} columns={columns} rows={note.lines} rowKey={(line) => line.line_id} />
      <Amounts of={note} total={<Money value={note.total} />} />
    </>
  );
}
