import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Payments.module.css";
import { allocationField, type OpenInvoice } from "./payment.ts";

interface Props {
  readonly invoices: readonly OpenInvoice[];
  /** What is filled in to begin with, by invoice. */
  readonly proposed: ReadonlyMap<string, string>;
}

/** For each open invoice, how much of the payment settles it. */
export function AllocationFields({ invoices, proposed }: Props) {
  return (
    <ul role="list" className={styles.allocations}>
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <Owed invoice={invoice} />
          <Settle invoice={invoice} amount={proposed.get(invoice.id) ?? ""} />
        </li>
      ))}
    </ul>
  );
}

function Owed({ invoice }: { readonly invoice: OpenInvoice }) {
  const { t } = useLingui();
  const { money, day } = useFormats();
  const due = invoice.due_date ? t`due ${day(invoice.due_date)}` : "";
  return (
    <div>
      <strong>{invoice.number}</strong> {invoice.overdue && <Badge tone="danger">{t`Overdue`}</Badge>}
      <div className="small muted">
        {t`${money(invoice.balance)} owed`} · {due}
      </div>
    </div>
  );
}

function Settle({ invoice, amount }: { readonly invoice: OpenInvoice; readonly amount: string }) {
  const { t } = useLingui();
  return (
    <AmountField
      key={amount}
      label={t`Settles of ${invoice.number ?? ""}`}
      name={allocationField(invoice.id)}
      defaultValue={amount}
    />
  );
}
