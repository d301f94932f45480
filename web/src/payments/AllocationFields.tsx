import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Payments.module.css";
import { allocationField, type OpenInvoice, writeOffField } from "./payment.ts";

interface Props {
  readonly invoices: readonly OpenInvoice[];
  /** What is filled in to begin with, by invoice. */
  readonly proposed: ReadonlyMap<string, string>;
  /** Whether small rests can be written off with it. */
  readonly writesOff?: boolean;
}

/** For each open invoice, how much of the payment settles it. */
export function AllocationFields({ invoices, proposed, writesOff = false }: Props) {
  return (
    <>
      <Invoices invoices={invoices} proposed={proposed} writesOff={writesOff} />
      {writesOff && <WriteOffReason />}
    </>
  );
}

function WriteOffReason() {
  const { t } = useLingui();
  return (
    <TextField
      label={t`Why rests are written off`}
      name="write_off_reason"
      autoComplete="off"
      optional={t`if any is`}
      hint={t`The bank's fee, or rounding. It stays in the books.`}
    />
  );
}

function Invoices({ invoices, proposed, writesOff = false }: Props) {
  return (
    <ul role="list" className={styles.allocations}>
      {invoices.map((invoice) => (
        <li key={invoice.id}>
          <Owed invoice={invoice} />
          <div>
            <Settle invoice={invoice} amount={proposed.get(invoice.id) ?? ""} />
            {writesOff && <WriteOffRest invoice={invoice} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function WriteOffRest({ invoice }: { readonly invoice: OpenInvoice }) {
  const { t } = useLingui();
  const label = t`Write the rest of ${invoice.number ?? ""} off`;
  return <Checkbox label={label} name={writeOffField(invoice.id)} value={invoice.balance.amount} />;
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
