import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { ExplainEntryLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { type Bucket, type Entry, secondsOf } from "./buckets.ts";
import styles from "./EntryTable.module.css";

/** What is written off is listed by write-off. */
export type Listed = Exclude<Bucket, "written-off">;

interface Props {
  readonly entries: readonly Entry[];
  readonly bucket: Listed;
  readonly showCustomer?: boolean;
  readonly first?: Column<Entry>;
  readonly last?: Column<Entry>;
}

export function EntryTable({ entries, bucket, showCustomer = false, first, last }: Props) {
  const { t } = useLingui();
  const columns = useColumns(bucket, showCustomer);
  return (
    <DataTable
      label={t`Entries`}
      columns={[...(first ? [first] : []), ...columns, ...(last ? [last] : [])]}
      rows={entries}
      rowKey={(entry) => entry.entry_id}
    />
  );
}

function useColumns(bucket: Listed, showCustomer: boolean): readonly Column<Entry>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  const name = useName("organizations");
  const state = useStateColumn(bucket);
  const customer: Column<Entry> = {
    key: "customer",
    head: t`Customer`,
    cell: (entry) => name(entry.organization_id) || t`No customer`,
  };
  return [
    { key: "work", head: t`Work`, main: true, cell: (entry) => <Work entry={entry} /> },
    ...(showCustomer ? [customer] : []),
    { key: "day", head: t`Day`, cell: (entry) => day(entry.work_date) },
    { key: "person", head: t`Person`, cell: (entry) => entry.agent_name },
    { key: "time", head: t`Time`, align: "end", cell: (entry) => <Time entry={entry} /> },
    state,
  ];
}

/** What is left of it; beside it, where that is less, what it had. */
function Time({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const left = secondsOf(entry);
  const all = formatDuration(entry.seconds);
  return (
    <>
      <Duration seconds={left} />
      {left < entry.seconds && <div className={styles.description}>{t`of ${all}`}</div>}
    </>
  );
}

function Work({ entry }: { readonly entry: Entry }) {
  return (
    <div>
      {[entry.project_name, entry.work_item_name].filter(Boolean).join(" · ") || "–"}
      {entry.description && <div className={styles.description}>{entry.description}</div>}
    </div>
  );
}

function useStateColumn(bucket: Listed): Column<Entry> {
  const { t } = useLingui();
  const columns: Record<Listed, Column<Entry>> = {
    ready: { key: "rate", head: t`Per hour`, align: "end", cell: (entry) => <Rate entry={entry} /> },
    unpriced: { key: "missing", head: t`What is missing`, cell: (entry) => <Missing entry={entry} /> },
    held: { key: "charge", head: t`Held by`, cell: (entry) => entry.charge_name ?? t`An agreement` },
    claimed: {
      key: "draft",
      head: t`On`,
      cell: (entry) => entry.invoice_id && <Link to={paths.draft(entry.invoice_id)}>{t`Draft`}</Link>,
    },
    "held-back": { key: "reason", head: t`Why`, cell: (entry) => <HeldBack entry={entry} /> },
  };
  return columns[bucket];
}

function HeldBack({ entry: { held_back } }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const { day } = useFormats();
  if (!held_back) return null;
  const { reason, until } = held_back;
  return (
    <div>
      {reason}
      {until && <div className={styles.description}>{t`Until ${day(until)}`}</div>}
    </div>
  );
}

function Rate({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  return (
    <ExplainEntryLink entry={entry.entry_id} of={t`why`}>
      <Money value={entry.hourly_rate} />
    </ExplainEntryLink>
  );
}

function Missing({ entry }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    "no-rate": t`No rate matches`,
    "no-organization": t`No customer`,
    "not-billable": t`Not billable`,
  };
  return (
    <ExplainEntryLink entry={entry.entry_id}>
      {words[entry.reason ?? ""] ?? entry.reason ?? t`The price is on its way`}
    </ExplainEntryLink>
  );
}
