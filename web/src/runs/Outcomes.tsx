import { Plural, useLingui } from "@lingui/react/macro";
import { Link, useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { useChoice } from "../ui/useChoice.tsx";
import { IssueButton } from "./IssueButton.tsx";
import { filterOf, issuable, ofChosen, type View, viewOf } from "./outcome.ts";
import { Reasons } from "./Reasons.tsx";
import { DraftBadge, OutcomeBadge } from "./RunBadge.tsx";
import styles from "./Runs.module.css";
import { isAtWork, type Run, type RunCustomer, type RunDraft } from "./useRun.ts";

/** What came of each customer, and what can be issued of it. */
export function Outcomes({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const view = viewOf(search.get("view"));
  const query = { ...filterOf(view), limit: 100 };
  const params = { path: { run_id: run.id }, query };
  const list = usePages(invoicing.pages("/v1/billing-runs/{run_id}/customers", { params }));
  const drafted: readonly (readonly [View, string])[] = [
    ["drafted", t`Drafted`],
    ["failed", t`Not drafted`],
    ["nothing", t`Nothing to bill`],
  ];
  const options: readonly (readonly [View, string])[] = [
    ["all", t`All`],
    ["attention", t`To look at`],
    ...(ofChosen(run) ? [] : drafted),
  ];
  return (
    <Section title={t`Customers`}>
      <div>
        <Choice
          label={t`Which customers`}
          name="view"
          value={view}
          options={options}
          onChange={(chosen) => setSearch(chosen === "all" ? {} : { view: chosen }, { replace: true })}
        />
      </div>
      <ListView list={list} empty={<EmptyState title={t`No customer of this run is like that.`} />}>
        <Customers run={run} customers={list.items} />
      </ListView>
    </Section>
  );
}

function Customers({ run, customers }: { readonly run: Run; readonly customers: readonly RunCustomer[] }) {
  const { t } = useLingui();
  const idOf = ({ organization_id }: RunCustomer) => organization_id;
  const nameOf = ({ organization_name }: RunCustomer) => organization_name || t`Unknown customer`;
  const chosen = useChoice(customers, idOf, nameOf);
  const columns = useColumns(nameOf);
  const choosable = !isAtWork(run) && issuable(customers).length > 0;
  const drafts = issuable(chosen.rows);
  return (
    <>
      {choosable && drafts.length > 0 && (
        <div className={styles.bar}>
          <div>
            <Plural value={drafts.length} one="# draft is chosen" other="# drafts are chosen" />
          </div>
          <IssueButton run={run} drafts={drafts} />
        </div>
      )}
      <DataTable
        label={t`Customers of the run`}
        columns={choosable ? [chosen.column, ...columns] : columns}
        rows={customers}
        rowKey={idOf}
      />
    </>
  );
}

function useColumns(nameOf: (customer: RunCustomer) => string): readonly Column<RunCustomer>[] {
  const { t } = useLingui();
  return [
    {
      key: "customer",
      head: t`Customer`,
      main: true,
      cell: (one) => <Link to={paths.customer(one.organization_id)}>{nameOf(one)}</Link>,
    },
    {
      key: "outcome",
      head: t`Outcome`,
      cell: (one) => (one.drafts.length > 0 ? <Drafts of={one} /> : <OutcomeBadge outcome={one.outcome} />),
    },
    { key: "why", head: t`To look at`, cell: (one) => <Reasons of={one} /> },
    {
      key: "total",
      head: t`Total`,
      align: "end",
      cell: ({ drafts }) =>
        drafts.length > 0
          ? drafts.map((draft) => (
              <div key={draft.invoice_id}>
                <Money value={draft.total} strong />
              </div>
            ))
          : "–",
    },
  ];
}

function Drafts({ of: { drafts } }: { readonly of: RunCustomer }) {
  return (
    <div className={styles.drafts}>
      {drafts.map((draft) => (
        <div key={draft.invoice_id} className={styles.draft}>
          <DraftBadge state={draft.state} /> <Opener draft={draft} />
        </div>
      ))}
    </div>
  );
}

function Opener({ draft }: { readonly draft: RunDraft }) {
  const { t } = useLingui();
  if (draft.state === "discarded") return null;
  if (draft.number) return <Link to={paths.invoice(draft.invoice_id)}>{draft.number}</Link>;
  return <Link to={paths.draft(draft.invoice_id)}>{t`Open the draft`}</Link>;
}
