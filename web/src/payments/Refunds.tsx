import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import type { Payment } from "./payment.ts";
import { ReasonDialog } from "./ReasonDialog.tsx";

type Refund = InvoicingSchemas["schemas"]["RefundResponse"];

/** What of a payment was paid back, and undoing that. */
export function Refunds({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  const query = { organization_id: payment.organization_id, limit: 500 };
  const all = useQuery(invoicing.query("/v1/refunds", { params: { query } })).data?.items ?? [];
  const refunds = all.filter(({ parts }) => parts.some(({ payment_id }) => payment_id === payment.id));
  const columns = useColumns();
  if (refunds.length === 0) return null;
  return (
    <Section title={t`Paid back`}>
      <DataTable label={t`Paid back`} columns={columns} rows={refunds} rowKey={({ id }) => id} />
    </Section>
  );
}

function useColumns(): Column<Refund>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  return [
    { key: "on", head: t`Paid back on`, main: true, cell: (refund) => day(refund.refunded_on) },
    { key: "reference", head: t`Reference`, cell: (refund) => refund.reference || null },
    {
      key: "amount",
      head: t`Amount`,
      align: "end",
      cell: (refund) => <Money value={refund.amount} strong />,
    },
    { key: "act", head: t`Change`, acts: true, align: "end", cell: (refund) => <Reverse refund={refund} /> },
  ];
}

function Reverse({ refund }: { readonly refund: Refund }) {
  const { t } = useLingui();
  const params = { path: { refund_id: refund.id } };
  const write = useWrite(
    (reason: string) => data(invoicing.POST("/v1/refunds/{refund_id}/reverse", { params, body: { reason } })),
    { refresh: ["invoicing"], onDone: () => toast(t`The refund is reversed.`) },
  );
  const off = useMay().not("change-invoices");
  if (refund.reverses) return <Badge tone="warn">{t`Counter-entry`}</Badge>;
  if (refund.reversed_by) return <Badge tone="warn">{t`Reversed`}</Badge>;
  return (
    <ReasonDialog
      small
      title={t`Reverse the refund?`}
      consequence={t`A counter-entry undoes it. It is the customer's credit again.`}
      confirm={t`Reverse the refund`}
      off={off}
      busy={write.running}
      problem={write.problem}
      act={write.run}
    >
      {t`Reverse…`}
    </ReasonDialog>
  );
}
