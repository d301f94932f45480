import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import type { Payment } from "./payment.ts";
import { TakeBack } from "./TakeBack.tsx";

type Allocation = Payment["allocations"][number];
type TakenBack = Payment["taken_back"][number];

/** Which invoices the payment settles, and which it does no more. */
export function Settlements({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  const columns = useColumns(payment);
  const back = useBackColumns();
  const key = (one: { invoice_id: string }) => one.invoice_id;
  return (
    <>
      <Section title={t`Settles`}>
        {payment.allocations.length === 0 ? (
          <p className="muted">{t`It settles no invoice.`}</p>
        ) : (
          <DataTable label={t`Settles`} columns={columns} rows={payment.allocations} rowKey={key} />
        )}
      </Section>
      {payment.taken_back.length > 0 && (
        <Section title={t`Taken back`}>
          <DataTable
            label={t`Taken back`}
            columns={back}
            rows={payment.taken_back}
            rowKey={(one) => `${one.invoice_id} ${one.at}`}
          />
        </Section>
      )}
    </>
  );
}

function InvoiceLink({ of }: { readonly of: Allocation | TakenBack }) {
  return <Link to={paths.invoice(of.invoice_id)}>{of.number}</Link>;
}

function useColumns(payment: Payment): Column<Allocation>[] {
  const { t } = useLingui();
  const done = payment.reverses || payment.reversed_by;
  return [
    { key: "invoice", head: t`Invoice`, main: true, cell: (one) => <InvoiceLink of={one} /> },
    { key: "amount", head: t`Amount`, align: "end", cell: (one) => <Money value={one.amount} strong /> },
    {
      key: "act",
      head: t`Change`,
      acts: true,
      align: "end",
      cell: (one) => (done ? null : <TakeBack payment={payment} allocation={one} />),
    },
  ];
}

function useBackColumns(): Column<TakenBack>[] {
  const { t } = useLingui();
  const { moment } = useFormats();
  return [
    { key: "invoice", head: t`Invoice`, main: true, cell: (one) => <InvoiceLink of={one} /> },
    { key: "reason", head: t`Reason`, cell: (one) => one.reason },
    { key: "by", head: t`By whom`, cell: (one) => one.by },
    { key: "at", head: t`When`, cell: (one) => moment(one.at, browserZone()) },
    { key: "amount", head: t`Amount`, align: "end", cell: (one) => <Money value={one.amount} /> },
  ];
}
