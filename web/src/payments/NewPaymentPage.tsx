import { useLingui } from "@lingui/react/macro";
import { useNavigate, useSearchParams } from "react-router";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Note } from "../ui/Note.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { PaymentForm } from "./PaymentForm.tsx";

/** Records money that came in. Whose it is, and for which invoice, may stand in the address. */
export default function NewPaymentPage() {
  const { t } = useLingui();
  const may = useMay();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const customer = query.get("customer");
  const invoice = query.get("invoice");
  const off = may.not("change-invoices");
  return (
    <Page title={t`Record a payment`} width="narrow" back={{ to: paths.payments, label: t`Payments` }}>
      {off && <Note tone="warn">{off}</Note>}
      <Card>
        <PaymentForm
          key={customer}
          customer={customer}
          invoice={invoice}
          off={off}
          onCustomer={(id) => setQuery(id ? { customer: id } : {}, { replace: true })}
          onRecorded={(id) => {
            toast(t`The payment is recorded.`);
            void navigate(invoice ? paths.invoice(invoice) : paths.payment(id));
          }}
        />
      </Card>
    </Page>
  );
}
