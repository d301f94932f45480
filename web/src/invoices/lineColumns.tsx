import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { Line } from "./invoice.ts";

interface Cells {
  readonly what: (line: Line) => ReactNode;
  readonly amount: (line: Line) => ReactNode;
}

/** The columns of a document's lines: what each is, its hours, their rate and its amount; `more` come before the amount. */
export function useLineColumns(cells: Cells, more: readonly Column<Line>[] = []): Column<Line>[] {
  const { t } = useLingui();
  return [
    { key: "what", head: t`What`, main: true, cell: cells.what },
    {
      key: "hours",
      head: t`Hours`,
      align: "end",
      cell: ({ seconds, billed_seconds, hours }) =>
        seconds === null ? null : <ChargedDuration seconds={seconds} billed={billed_seconds} hours={hours} />,
    },
    {
      key: "rate",
      head: t`Rate`,
      align: "end",
      cell: (line) => line.hourly_rate && <Money value={line.hourly_rate} />,
    },
    ...more,
    { key: "amount", head: t`Amount`, align: "end", cell: cells.amount },
  ];
}
