import { useLingui } from "@lingui/react/macro";
import { Link, useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { RunBadge } from "./RunBadge.tsx";
import { Schedule } from "./Schedule.tsx";
import { StartDialog } from "./StartDialog.tsx";
import { Sums } from "./Sums.tsx";
import type { Run } from "./useRun.ts";
import { useRunName } from "./useRunName.ts";

/** Months that were billed for all customers at once, and the one that begins by itself. */
export default function RunsPage() {
  const { t } = useLingui();
  const [, setSearch] = useSearchParams();
  const off = useMay().not("change-invoices");
  const list = usePages(invoicing.pages("/v1/billing-runs"));
  const columns = useColumns();
  const start = (
    <Button look="primary" off={off} onClick={() => setSearch({ new: "run" }, { replace: true })}>
      {t`Bill a month…`}
    </Button>
  );
  return (
    <Page
      title={t`Billing runs`}
      lead={t`A month of all customers at once: drafted, looked through, and issued.`}
      back={{ to: paths.billing, label: t`To bill` }}
      actions={start}
    >
      <ListView
        list={list}
        empty={
          <EmptyState title={t`No month was billed at once yet.`} action={start}>
            {t`Each customer gets a draft of what is ready. Nothing is issued before you say so.`}
          </EmptyState>
        }
      >
        <DataTable label={t`Billing runs`} columns={columns} rows={list.items} rowKey={({ id }) => id} />
      </ListView>
      <Schedule />
      <StartDialog />
    </Page>
  );
}

function useColumns(): readonly Column<Run>[] {
  const { t } = useLingui();
  const { moment, count } = useFormats();
  const nameOf = useRunName();
  const name = useMemberName();
  const who = ({ created_by }: Run) => (created_by === "schedule" ? t`by itself` : name(created_by));
  return [
    {
      key: "period",
      head: t`Period`,
      main: true,
      cell: (run) => <Link to={paths.billingRun(run.id)}>{nameOf(run)}</Link>,
    },
    { key: "state", head: t`State`, cell: ({ state }) => <RunBadge state={state} /> },
    {
      key: "customers",
      head: t`Customers`,
      align: "end",
      cell: ({ counts }) => count(counts.customers),
    },
    {
      key: "failed",
      head: t`Not drafted`,
      align: "end",
      cell: ({ counts }) => (counts.failed ? <strong>{count(counts.failed)}</strong> : "–"),
    },
    { key: "issued", head: t`Issued`, align: "end", cell: ({ counts }) => count(counts.issued) },
    { key: "sums", head: t`Total`, align: "end", cell: ({ sums }) => <Sums sums={sums} /> },
    {
      key: "begun",
      head: t`Begun`,
      cell: (run) => (
        <>
          {moment(run.created_at, browserZone())} <span className="muted">{who(run)}</span>
        </>
      ),
    },
  ];
}
