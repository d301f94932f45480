import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { addDays } from "../time/workDate.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { Duration } from "../ui/Money.tsx";
import { Badge, type Tone } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import type { Item } from "./items.ts";

type Entry = TimerSchemas["schemas"]["TimeEntryResponse"];

const DAYS = 90;

/** The newer time on it, as far as one may see it. */
export function ItemTime({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  const query = { [`${item.kind}_id`]: item.id, first_day: addDays(today(), -DAYS), limit: 200 };
  const list = usePages(timer.pages("/v1/time-entries", { params: { query } }));
  return (
    <Section title={t`Time of the last ${DAYS} days`}>
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {list.loading && <Loading label={t`Loading…`} />}
      {!list.loading && !list.error && <Entries entries={list.items} />}
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const person = useName("agents");
  if (entries.length === 0)
    return (
      <EmptyState title={t`No time yet`}>
        <Trans>Start the timer above, and its time stands here.</Trans>
      </EmptyState>
    );
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
  return (
    <DataTable
      label={t`Time on it`}
      rows={entries.toSorted((one, other) => (one.work_date < other.work_date ? 1 : -1))}
      rowKey={(entry) => entry.id}
      totals={{ day: t`Shown`, time: <Duration seconds={seconds} /> }}
      columns={[
        { key: "day", head: t`Day`, main: true, cell: (entry) => day(entry.work_date) },
        { key: "person", head: t`Person`, cell: (entry) => person(entry.agent_id) },
        { key: "did", head: t`What was done`, cell: (entry) => entry.description || null },
        { key: "state", head: t`State`, cell: (entry) => <State state={entry.state} /> },
        { key: "time", head: t`Hours`, align: "end", cell: (entry) => <Duration seconds={entry.seconds} /> },
      ]}
    />
  );
}

function State({ state }: { readonly state: Entry["state"] }) {
  const { t } = useLingui();
  const words: Record<Entry["state"], readonly [Tone, string]> = {
    draft: ["neutral", t`Draft`],
    submitted: ["info", t`Handed in`],
    approved: ["ok", t`Approved`],
    billed: ["ok", t`Billed`],
  };
  const [tone, text] = words[state];
  return <Badge tone={tone}>{text}</Badge>;
}
