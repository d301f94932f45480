import { useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { PAYMENT_METHODS } from "../directory/paymentMethods.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Payments.module.css";
import { hasCredit, type Payment } from "./payment.ts";

/** Payments and counter-entries, each leading to its own screen. */
export function PaymentTable({ payments }: { readonly payments: readonly Payment[] }) {
  const { t } = useLingui();
  return (
    <DataTable label={t`Payments`} columns={useColumns()} rows={payments} rowKey={(payment) => payment.id} />
  );
}

function useColumns(): Column<Payment>[] {
  const { t, i18n } = useLingui();
  const { day } = useFormats();
  const name = useName("organizations");
  return [
    {
      key: "received",
      head: t`Received`,
      main: true,
      cell: (payment) => (
        <Link to={paths.payment(payment.id)} className={styles.together}>
          {day(payment.received_on)}
        </Link>
      ),
    },
    { key: "customer", head: t`Customer`, cell: (payment) => name(payment.organization_id) },
    {
      key: "method",
      head: t`Method`,
      cell: (payment) => {
        if (payment.kind === "difference") return t`Written off`;
        return payment.kind === "credit" ? t`Credit` : i18n._(PAYMENT_METHODS[payment.method]);
      },
    },
    { key: "reference", head: t`Reference`, wide: true, cell: (payment) => payment.reference || null },
    { key: "settles", head: t`Settles`, cell: (payment) => <Settles payment={payment} /> },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: (payment) => <Money value={payment.amount} strong />,
    },
    {
      key: "credit",
      head: t`Left`,
      align: "end",
      cell: (payment) => (hasCredit(payment) ? <Money value={payment.credit} /> : null),
    },
  ];
}

function Settles({ payment }: { readonly payment: Payment }) {
  return (
    <span>
      {payment.allocations.map(({ invoice_id, number }, index) => (
        <Fragment key={invoice_id}>
          {index > 0 && ", "}
          <Link to={paths.invoice(invoice_id)} className={styles.together}>
            {number}
          </Link>
        </Fragment>
      ))}{" "}
      <Undone payment={payment} />
    </span>
  );
}

/** Whether the payment was undone, or undoes one. */
export function Undone({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  if (payment.reversed_by) return <Badge tone="warn">{t`Reversed`}</Badge>;
  if (payment.reverses) return <Badge tone="warn">{t`Counter-entry`}</Badge>;
  return null;
}
