import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useSearchParams } from "react-router";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { type QboSyncSchemas, qboSync } from "../api/qboSync.ts";
import { data } from "../api/service.ts";
import { usePages } from "../api/usePages.ts";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge, type Tone } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { toast } from "../ui/toasts.ts";

type Copy = QboSyncSchemas["schemas"]["InvoiceResponse"];
type Filter = "" | "failed" | "variance" | "waiting_for_connection" | "copied";
const FILTERS: readonly Filter[] = ["", "failed", "variance", "waiting_for_connection", "copied"];

/** Every issued invoice and its copy: which failed or differ, why, and the payments seen there. */
export function Copies() {
  const { t } = useLingui();
  const [params, setParams] = useSearchParams();
  const state = FILTERS.find((one) => one === params.get("state")) ?? "";
  const list = usePages(
    qboSync.pages("/v1/invoices", { params: { query: state ? { state, limit: 50 } : { limit: 50 } } }),
  );
  return (
    <Section title={t`Invoices in QuickBooks`}>
      <div>
        <Choice<Filter>
          label={t`Which invoices`}
          name="state"
          value={state}
          options={[
            ["", t`All`],
            ["failed", t`Failed`],
            ["variance", t`Differ`],
            ["waiting_for_connection", t`Wait`],
            ["copied", t`Copied`],
          ]}
          onChange={(next) => setParams(next ? { state: next } : {}, { replace: true })}
        />
      </div>
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {list.loading ? <Loading label={t`Loading…`} /> : <Table copies={list.items} filtered={state !== ""} />}
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function Table({ copies, filtered }: { readonly copies: readonly Copy[]; readonly filtered: boolean }) {
  const { t } = useLingui();
  const customer = useName("organizations");
  if (copies.length === 0)
    return (
      <EmptyState title={filtered ? t`No invoice is in this state` : t`No invoices yet`}>
        {!filtered && <Trans>Invoices appear here when they are issued.</Trans>}
      </EmptyState>
    );
  return (
    <DataTable
      label={t`Invoices and their copies in QuickBooks`}
      rows={copies}
      rowKey={(copy) => copy.invoice_id}
      columns={[
        {
          key: "number",
          head: t`Invoice`,
          main: true,
          cell: (copy) => <Link to={paths.invoice(copy.invoice_id)}>{copy.number}</Link>,
        },
        { key: "customer", head: t`Customer`, cell: (copy) => customer(copy.organization_id) },
        { key: "state", head: t`In QuickBooks`, cell: (copy) => <State copy={copy} /> },
        { key: "doc", head: t`Number there`, wide: true, cell: (copy) => copy.doc_number },
        { key: "total", head: t`Total`, align: "end", cell: (copy) => <Money value={copy.total} /> },
        {
          key: "owed",
          head: t`Owed there`,
          align: "end",
          cell: (copy) => <Money value={copy.qbo_balance} />,
        },
      ]}
    />
  );
}

function State({ copy }: { readonly copy: Copy }) {
  const { t } = useLingui();
  const words: Record<Copy["state"], readonly [Tone, string]> = {
    waiting_for_connection: ["neutral", t`Waits for a connection`],
    queued: ["info", t`On its way`],
    creating: ["info", t`Being created`],
    copied: ["ok", t`Copied`],
    variance: ["warn", t`Differs`],
    failed: ["danger", t`Failed`],
  };
  const [tone, text] = words[copy.state];
  return (
    <div className="stack" style={{ gap: "var(--space-1)" }}>
      <div className="row">
        <Badge tone={tone}>{text}</Badge>
        {copy.remote === "voided" && <Badge tone="warn">{t`Voided there`}</Badge>}
        {copy.remote === "deleted" && <Badge tone="warn">{t`Deleted there`}</Badge>}
        {copy.state === "failed" && <Retry copy={copy} />}
      </div>
      {copy.reason && copy.state !== "waiting_for_connection" && (
        <span className="small" lang="en">
          {copy.reason}
        </span>
      )}
    </div>
  );
}

function Retry({ copy }: { readonly copy: Copy }) {
  const { t } = useLingui();
  const may = useMay();
  const retry = useWrite(
    () => {
      const params = { path: { invoice_id: copy.invoice_id } };
      return data(qboSync.POST("/v1/invoices/{invoice_id}/retry", { params }));
    },
    {
      refresh: ["qbo-sync"],
      onDone: () => toast(t`Invoice ${copy.number} is tried again`),
      onRefused: (problem) => toast(problem.title, { tone: "danger" }),
    },
  );
  return (
    <Button
      small
      busy={retry.running}
      off={may.not("change-invoices")}
      aria-label={t`Try invoice ${copy.number} again`}
      onClick={() => void retry.run(undefined)}
    >
      {t`Try again`}
    </Button>
  );
}
