import { Trans, useLingui } from "@lingui/react/macro";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { ChosenEntries } from "../explain/ChosenEntries.tsx";
import { ExplainEntry, ExplainEntryLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { useChoice } from "../ui/useChoice.tsx";
import type { ForeignEntry } from "./rates.ts";

/** Time that is priced in another currency than its customer is invoiced in, to be mended one by one, or with a price for several. */
export function ForeignCurrency() {
  const { t } = useLingui();
  const columns = useColumns();
  const list = usePages(rates.pages("/v1/foreign-currency-entries", { params: { query: { limit: 20 } } }));
  const nameOf = useEntryName();
  const chosen = useChoice(list.items, ({ entry_id }) => entry_id, nameOf);
  if (list.items.length === 0) return <ExplainEntry />;
  return (
    <Section title={t`Time priced in a foreign currency`}>
      <Note tone="warn">
        <p>
          <Trans>
            Its customer is invoiced in another currency. Nothing is converted: a draft in the customer's
            currency leaves it out. Mend the rate or the customer's currency, set a price on the entries, or
            make a draft in the currency of the price.
          </Trans>
        </p>
      </Note>
      <ChosenEntries list={list.items} chosen={chosen.rows} nameOf={nameOf} choose={chosen.choose} />
      <DataTable
        label={t`Time priced in a foreign currency`}
        columns={[chosen.column, ...columns]}
        rows={list.items}
        rowKey={(entry) => entry.entry_id}
      />
      <Pager more={list.more} loading={list.loadingMore} />
      <ExplainEntry />
    </Section>
  );
}

function useColumns(): readonly Column<ForeignEntry>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  const customer = useName("organizations");
  const person = useName("agents");
  return [
    { key: "customer", head: t`Customer`, main: true, cell: (entry) => customer(entry.organization_id) },
    { key: "day", head: t`Day`, cell: (entry) => day(entry.work_date) },
    { key: "person", head: t`Person`, cell: (entry) => person(entry.agent_id) },
    { key: "time", head: t`Time`, align: "end", cell: (entry) => <Duration seconds={entry.seconds} /> },
    {
      key: "currencies",
      head: t`Priced in`,
      align: "end",
      cell: (entry) => (
        <ExplainEntryLink entry={entry.entry_id} of={day(entry.work_date)}>
          <Trans>
            {entry.currency}, not {entry.customer_currency}
          </Trans>
        </ExplainEntryLink>
      ),
    },
  ];
}

function useEntryName(): (entry: ForeignEntry) => string {
  const { day } = useFormats();
  const customer = useName("organizations");
  const person = useName("agents");
  return ({ organization_id, agent_id, work_date, seconds }) =>
    [customer(organization_id), person(agent_id), day(work_date), formatDuration(seconds)].join(", ");
}
