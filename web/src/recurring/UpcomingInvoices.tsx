import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { Upcoming } from "./recurring.ts";

/** The next invoices as they would be made: when, for which days, with which texts. */
export function UpcomingInvoices({ coming }: { readonly coming: readonly Upcoming[] }) {
  const { t } = useLingui();
  const { day, days } = useFormats();
  const columns: readonly Column<Upcoming>[] = [
    { key: "due", head: t`Made on`, main: true, cell: ({ due_on }) => day(due_on) },
    { key: "period", head: t`Period`, cell: ({ first_day, last_day }) => days(first_day, last_day) },
    {
      key: "lines",
      head: t`Lines`,
      cell: ({ lines }) => (
        <>
          {lines.map(({ line_id, description }) => (
            <div key={line_id}>{description}</div>
          ))}
        </>
      ),
    },
    {
      key: "subtotal",
      head: t`Before tax`,
      align: "end",
      cell: ({ subtotal }) => <Money value={subtotal} />,
    },
    { key: "total", head: t`Total`, align: "end", cell: ({ total }) => <Money value={total} strong /> },
  ];
  return (
    <DataTable
      label={t`The next three`}
      columns={columns}
      rows={coming}
      rowKey={({ first_day }) => first_day}
    />
  );
}
