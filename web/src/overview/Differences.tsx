import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useName } from "../directory/lists.ts";
import { ExplainEntryLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { useServiceNames } from "./BooksOfServices.tsx";
import styles from "./Figures.module.css";
import type { Difference, Run } from "./reconciliations.ts";

const AT_ONCE = 50;
const ENTRIES_AT_ONCE = 10;

/** What a comparison found: both figures, and the entries that they are of. */
export function Differences({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const [shown, setShown] = useState(AT_ONCE);
  const columns = useColumns();
  const rows = run.differences.map((one, index) => ({ ...one, key: String(index) }));
  const found = run.found;
  const kept = rows.length;
  const at = moment(run.asked_at, browserZone());
  return (
    <Section title={t`Differences found ${at}`}>
      <Note tone="warn">
        <p>
          <Plural
            value={found}
            one="# figure differs from what its entries say. Nothing is changed by itself."
            other="# figures differ from what their entries say. Nothing is changed by itself."
          />
        </p>
        {kept < found && (
          <p>
            <Trans>The first {kept} are listed.</Trans>
          </p>
        )}
      </Note>
      <DataTable
        label={t`Differences found ${at}`}
        columns={columns}
        rows={rows.slice(0, shown)}
        rowKey={({ key }) => key}
      />
      <Pager more={shown < kept ? () => setShown(shown + AT_ONCE) : undefined} loading={false} />
    </Section>
  );
}

function useColumns(): readonly Column<Difference>[] {
  const { t } = useLingui();
  const { day, month } = useFormats();
  const customer = useName("organizations");
  const services = useServiceNames();
  const kinds = {
    "day-sums": t`Sums of a day`,
    "month-sums": t`Sums of a month`,
    segments: t`How an entry is charged`,
    price: t`Price of an entry`,
    approved: t`Approved time of an entry`,
    billed: t`What is invoiced of an entry`,
    held: t`What agreements cover of an entry`,
    buckets: t`Time that is nowhere, or twice`,
  };
  const when = ({ kind, work_date }: Difference) =>
    kind === "month-sums" ? month(work_date) : day(work_date);
  return [
    { key: "kind", head: t`Figure`, main: true, cell: ({ kind }) => kinds[kind] },
    { key: "service", head: t`Compared with`, cell: ({ service }) => services[service] },
    { key: "day", head: t`Day`, cell: when },
    {
      key: "customer",
      head: t`Customer`,
      cell: ({ organization_id: id }) => (id === null ? t`None` : customer(id)),
    },
    {
      key: "entries_say",
      head: t`By the entries`,
      align: "end",
      cell: ({ seconds, amount }) => <Side seconds={seconds} amount={amount} />,
    },
    {
      key: "figure_says",
      head: t`By the figure`,
      align: "end",
      cell: ({ other_seconds, other_amount }) => <Side seconds={other_seconds} amount={other_amount} />,
    },
    {
      key: "entries",
      head: t`Entries`,
      cell: (one) => <Entries ids={one.entry_ids} of={`${kinds[one.kind]}, ${when(one)}`} />,
    },
  ];
}

function Side({ seconds, amount }: Pick<Difference, "seconds" | "amount">) {
  return (
    <div>
      <Duration seconds={seconds} clock />
      <div>{amount === null ? <Trans>Without a price</Trans> : <Money value={amount} />}</div>
    </div>
  );
}

/** Each opens to why it has its price. */
function Entries({ ids, of }: { readonly ids: readonly string[]; readonly of: string }) {
  const [all, showAll] = useState(false);
  const count = ids.length;
  if (count === 0) return <Trans>No entry</Trans>;
  const shown = all ? ids : ids.slice(0, ENTRIES_AT_ONCE);
  return (
    <div className={styles.entries}>
      {shown.map((id, index) => {
        const number = index + 1;
        return (
          <ExplainEntryLink key={id} entry={id} of={of}>
            <Trans>Entry {number}</Trans>
          </ExplainEntryLink>
        );
      })}
      {shown.length < count && (
        <Button small look="quiet" onClick={() => showAll(true)}>
          <Trans>All {count}</Trans>
        </Button>
      )}
    </div>
  );
}
