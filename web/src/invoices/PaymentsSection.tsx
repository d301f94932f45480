import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { PAYMENT_METHODS } from "../directory/paymentMethods.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import type { Invoice, Payment } from "./invoice.ts";

/** The payments of this invoice, and what each of them settled. */
export function PaymentsSection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const query = { invoice_id: invoice.id };
  const list = usePages(invoicing.pages("/v1/payments", { params: { query } }));
  return (
    <Section title={t`Payments`}>
      <ListView
        list={list}
        empty={
          <p className="muted">
            <Trans>Nothing was paid yet.</Trans>
          </p>
        }
      >
        <DataTable
          label={t`Payments of this invoice`}
          columns={useColumns(invoice)}
          rows={list.items}
          rowKey={(payment) => payment.id}
        />
      </ListView>
    </Section>
  );
}

function useColumns(invoice: Invoice): Column<Payment>[] {
  const { t, i18n } = useLingui();
  const { day } = useFormats();
  const name = useName("organizations");
  return [
    {
      key: "received",
      head: t`Received`,
      main: true,
      cell: (payment) => (
        <>
          <Link to={paths.payment(payment.id)}>{day(payment.received_on)}</Link>
          {payment.organization_id !== invoice.organization_id && (
            <Link
              className="small"
              to={withQuery(paths.receivables, { customer: invoice.organization_id })}
            >{t`Money of ${name(payment.organization_id)}`}</Link>
          )}
        </>
      ),
    },
    { key: "method", head: t`Method`, cell: (payment) => i18n._(PAYMENT_METHODS[payment.method]) },
    { key: "reference", head: t`Reference`, cell: (payment) => payment.reference || null },
    { key: "amount", head: t`Payment`, align: "end", cell: (payment) => <Money value={payment.amount} /> },
    {
      key: "settled",
      head: t`Settled here`,
      align: "end",
      cell: (payment) => <Settled payment={payment} invoice={invoice} />,
    },
  ];
}

function Settled({ payment, invoice }: { readonly payment: Payment; readonly invoice: Invoice }) {
  const { t } = useLingui();
  const settled = payment.allocations.find((one) => one.invoice_id === invoice.id);
  if (payment.reversed_by) return <Badge tone="warn">{t`Reversed`}</Badge>;
  if (settled) return <Money value={settled.amount} strong />;
  return <Badge>{t`Taken back`}</Badge>;
}
