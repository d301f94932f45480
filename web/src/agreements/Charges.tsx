import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";

type Charge = InvoicingSchemas["schemas"]["ChargeResponse"];

/** What the agreement charges, each once, and where it stands: when it can be billed, or what bills it. */
export function Charges({ agreementId }: { readonly agreementId: string }) {
  const { t } = useLingui();
  const query = { agreement_id: agreementId, limit: 50 };
  const list = usePages(invoicing.pages("/v1/agreement-charges", { params: { query } }));
  return (
    <Section title={t`What it charges`}>
      {list.loading && <Loading label={t`Loading…`} lines={3} />}
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {!list.loading && !list.error && <Table charges={list.items} />}
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function Table({ charges }: { readonly charges: readonly Charge[] }) {
  const { t } = useLingui();
  const { day, days } = useFormats();
  if (charges.length === 0) return <EmptyState title={t`Nothing is charged yet`} />;
  const newest = charges.toSorted((one, other) => other.first_day.localeCompare(one.first_day));
  return (
    <DataTable
      label={t`What it charges`}
      rows={newest}
      rowKey={({ charge_id }) => charge_id}
      columns={[
        { key: "name", head: t`Line`, main: true, cell: ({ name }) => name },
        {
          key: "days",
          head: t`Days`,
          cell: ({ first_day, last_day }) =>
            last_day ? days(first_day, last_day) : t`from ${day(first_day)}`,
        },
        { key: "amount", head: t`Amount`, align: "end", cell: ({ amount }) => <Money value={amount} /> },
        { key: "state", head: t`State`, cell: (charge) => <State charge={charge} /> },
      ]}
    />
  );
}

function State({ charge: { state, invoice_id, billable_from } }: { readonly charge: Charge }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words: Readonly<Record<Charge["state"], string>> = {
    waiting: billable_from ? t`From ${day(billable_from)}` : t`Not yet`,
    billable: t`Can be billed`,
    drafted: t`On a draft`,
    billed: t`Billed`,
    nothing: t`Nothing to bill`,
  };
  const to = invoice_id && (state === "billed" ? paths.invoice(invoice_id) : paths.draft(invoice_id));
  const tone = state === "billed" ? "ok" : state === "billable" ? "info" : "neutral";
  return <Badge tone={tone}>{to ? <Link to={to}>{words[state]}</Link> : words[state]}</Badge>;
}
