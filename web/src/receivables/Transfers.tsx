import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";

type Transfer = InvoicingSchemas["schemas"]["TransferResponse"];

/** Money that crossed while the customer was merged with another, as long as it stands; mostly nothing. */
export function Transfers({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const params = { path: { organization_id: customer } };
  const found = useQuery(invoicing.query("/v1/customers/{organization_id}/transfers", { params })).data;
  const columns = useColumns();
  if (!found?.items.length) return null;
  return (
    <Section title={t`Between customers`}>
      <Note tone="warn" action={<TakeBack customer={customer} transfers={found.items} />}>
        <Trans>
          These customers were merged, and money of one settled invoices of the other. They are two again, and
          it stays so until you take it back.
        </Trans>
      </Note>
      <DataTable
        label={t`Between customers`}
        columns={columns}
        rows={found.items}
        rowKey={(one) => `${one.payment_id} ${one.invoice_id ?? one.refund_id}`}
      />
    </Section>
  );
}

function useColumns(): Column<Transfer>[] {
  const { t } = useLingui();
  return [
    {
      key: "what",
      head: t`What`,
      main: true,
      cell: (one) =>
        one.invoice_id ? (
          <Link to={paths.invoice(one.invoice_id)}>{t`Settles invoice ${one.number ?? ""}`}</Link>
        ) : (
          t`Paid out`
        ),
    },
    { key: "from", head: t`Money of`, cell: (one) => one.from_name },
    { key: "to", head: t`Settled for`, cell: (one) => one.to_name },
    {
      key: "payment",
      head: t`Payment`,
      cell: (one) => <Link to={paths.payment(one.payment_id)}>{t`Open the payment`}</Link>,
    },
    { key: "amount", head: t`Amount`, align: "end", cell: (one) => <Money value={one.amount} strong /> },
  ];
}

interface Props {
  readonly customer: string;
  readonly transfers: readonly Transfer[];
}

/** All of it in one act; what was paid out is gone. */
function TakeBack({ customer, transfers }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const params = { path: { organization_id: customer } };
  const body = { reason: t`The merging of these customers was undone` };
  const back = useWrite(
    () => data(invoicing.POST("/v1/customers/{organization_id}/transfers/reverse", { params, body })),
    { refresh: ["invoicing"], onDone: () => toast(t`It is the payer’s credit again.`) },
  );
  if (transfers.every((one) => one.refund_id)) return null;
  return (
    <>
      <ProblemNote problem={back.problem} />
      <Button
        small
        busy={back.running}
        off={may.not("change-invoices")}
        onClick={() => void back.run(undefined)}
      >
        <Trans>Take it all back</Trans>
      </Button>
    </>
  );
}
