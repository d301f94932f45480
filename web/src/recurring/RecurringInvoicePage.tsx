import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Facts, Page, Section } from "../ui/Page.tsx";
import { Periods } from "./Periods.tsx";
import { RecurringActions } from "./RecurringActions.tsx";
import { type Recurring, recurringQuery } from "./recurring.ts";
import { StateBadge } from "./StateBadge.tsx";
import { UpcomingInvoices } from "./UpcomingInvoices.tsx";
import { useIntervalWords } from "./useIntervalWords.ts";

/** One recurring invoice: what it says, what comes next, and what came of each period. */
export default function RecurringInvoicePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(recurringQuery(id));
  const found = query.data;
  return (
    <Page
      title={found?.name ?? t`Recurring invoice`}
      lead={found?.organization_name}
      back={{ to: paths.recurringInvoices, label: t`Recurring invoices` }}
      actions={found && <RecurringActions one={found} />}
    >
      <QueryView query={query} lines={8}>
        {(read) => (
          <>
            {read.paused_by === "system" && (
              <Note tone="danger">
                {t`It was paused by itself: more was missed than is made up unasked, or its workers failed again and again.`}
              </Note>
            )}
            <RecurringFacts one={read} />
            {read.state === "active" && (
              <Section title={t`Next invoices`}>
                <UpcomingInvoices coming={read.upcoming} />
              </Section>
            )}
            <Periods one={read} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function RecurringFacts({ one }: { readonly one: Recurring }) {
  const { t } = useLingui();
  const { day, percent } = useFormats();
  const interval = useIntervalWords();
  const { recurrence, indexing } = one;
  const facts: (readonly [string, ReactNode])[] = [
    [t`State`, <StateBadge key="state" state={one.state} />],
    [
      t`Customer`,
      <Link key="customer" to={paths.customer(one.organization_id)}>
        {one.organization_name}
      </Link>,
    ],
    [t`How often`, interval(recurrence)],
    [
      t`When it is billed`,
      recurrence.timing === "advance"
        ? t`in advance, when the period begins`
        : t`in arrears, when the period is over`,
    ],
    [t`From`, day(recurrence.starts_on)],
    [t`Ends`, <Ends key="ends" one={one} />],
    [t`Each, before tax`, <Money key="amount" value={one.amount} />],
    [t`A month, before tax`, <Money key="monthly" value={one.monthly} />],
    [t`When it is made`, <Issuing key="issue" one={one} />],
  ];
  if (one.with_time) facts.push([t`Time`, t`Approved time, expenses and agreements go on it too`]);
  if (indexing)
    facts.push([t`Prices grow`, t`${percent(indexing.percent)} each year, from ${day(indexing.starts_on)}`]);
  if (one.reference) facts.push([t`Customer’s reference`, one.reference]);
  if (one.notes) facts.push([t`Notes`, one.notes]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

function Ends({ one: { recurrence } }: { readonly one: Recurring }) {
  const { t } = useLingui();
  const { day, count } = useFormats();
  if (recurrence.ends_on) return t`No period begins after ${day(recurrence.ends_on)}`;
  return recurrence.times ? t`After ${count(recurrence.times)}` : t`Never`;
}

function Issuing({ one: { issue } }: { readonly one: Recurring }) {
  const { t } = useLingui();
  if (issue === "automatic") return t`it is issued and sent`;
  return issue === "none" ? t`it waits as a draft` : t`as billing runs are set`;
}
