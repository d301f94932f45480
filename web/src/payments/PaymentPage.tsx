import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Page } from "../ui/Page.tsx";
import { AllocateMore } from "./AllocateMore.tsx";
import { PaymentFacts } from "./PaymentFacts.tsx";
import { Undone } from "./PaymentTable.tsx";
import { hasCredit, type Payment } from "./payment.ts";
import { RefundCredit } from "./RefundCredit.tsx";
import { Refunds } from "./Refunds.tsx";
import { ReversePayment } from "./ReversePayment.tsx";
import { Settlements } from "./Settlements.tsx";

/** One payment: what it settles, what is left of it, and undoing it. */
export default function PaymentPage() {
  const { t } = useLingui();
  const { money } = useFormats();
  const { id = "" } = useParams();
  const query = useQuery(
    invoicing.query("/v1/payments/{payment_id}", { params: { path: { payment_id: id } } }),
  );
  const payment = query.data;
  return (
    <Page
      title={payment ? t`Payment of ${money(payment.amount)}` : t`Payment`}
      back={{ to: paths.payments, label: t`Payments` }}
      lead={payment && <Lead payment={payment} />}
      actions={
        payment &&
        !payment.reverses &&
        !payment.reversed_by && (
          <>
            {hasCredit(payment) && <RefundCredit payment={payment} />}
            <ReversePayment payment={payment} />
          </>
        )
      }
    >
      <QueryView query={query} lines={6}>
        {(read) => (
          <>
            <PaymentFacts payment={read} />
            <Settlements payment={read} />
            <Refunds payment={read} />
            {hasCredit(read) && <AllocateMore payment={read} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Lead({ payment }: { readonly payment: Payment }) {
  const name = useName("organizations");
  return (
    <span className="row">
      {name(payment.organization_id)}
      <Undone payment={payment} />
    </span>
  );
}
