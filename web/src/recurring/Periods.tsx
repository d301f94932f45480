import { useLingui } from "@lingui/react/macro";
import { Link, useNavigate } from "react-router";
import { ListView } from "../api/ListView.tsx";
import { problemWords } from "../api/problemWords.ts";
import { usePages } from "../api/usePages.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import styles from "./Recurring.module.css";
import { makeAgain, type Period, periodPages, type Recurring } from "./recurring.ts";
import { StateBadge } from "./StateBadge.tsx";
import { useReasonWords } from "./useReasonWords.ts";

/** What came of each period, the newest first. */
export function Periods({ one }: { readonly one: Recurring }) {
  const { t } = useLingui();
  const list = usePages(periodPages(one.id));
  return (
    <Section title={t`What was made`}>
      <ListView
        list={list}
        empty={<EmptyState title={t`Nothing yet.`}>{t`The first one is made on its day.`}</EmptyState>}
      >
        <DataTable
          label={t`What was made`}
          columns={useColumns(one)}
          rows={list.items}
          rowKey={({ id }) => id}
        />
      </ListView>
    </Section>
  );
}

function useColumns(one: Recurring): readonly Column<Period>[] {
  const { t } = useLingui();
  const { day, days } = useFormats();
  return [
    {
      key: "period",
      head: t`Period`,
      main: true,
      cell: ({ first_day, last_day }) => days(first_day, last_day),
    },
    { key: "due", head: t`Day`, cell: ({ due_on }) => day(due_on) },
    {
      key: "state",
      head: t`State`,
      cell: (period) => (
        <>
          <StateBadge state={period.state} />
          <Reasons of={period} />
        </>
      ),
    },
    { key: "invoice", head: t`Invoice`, cell: (period) => <Made period={period} /> },
    { key: "total", head: t`Total`, align: "end", cell: ({ total }) => <Money value={total} /> },
    { key: "acts", head: t`Actions`, acts: true, cell: (period) => <MakeAgain one={one} period={period} /> },
  ];
}

function Made({ period: { invoice_id, number, state } }: { readonly period: Period }) {
  const { t } = useLingui();
  if (!invoice_id || state === "discarded") return "–";
  if (number) return <Link to={paths.invoice(invoice_id)}>{number}</Link>;
  return <Link to={paths.draft(invoice_id)}>{t`Draft`}</Link>;
}

/** Why it could not be made or issued, or waits as a draft. */
function Reasons({ of: { held_back, failure } }: { readonly of: Period }) {
  const words = useReasonWords();
  const refusal = useRefusal(
    failure && { type: `urn:honorar:problem:${failure.type}`, title: failure.title, status: 409 },
  );
  if (held_back.length === 0 && !failure) return null;
  return (
    <ul className={styles.reasons}>
      {held_back.map((reason) => (
        <li key={reason}>{words(reason)}</li>
      ))}
      {failure?.fields.length === 0 && <li>{refusal?.message ?? failure.title}</li>}
      {failure?.fields.map(({ field, reason }) => (
        <li key={field}>{words(kindOf(field), `${field}: ${reason}`)}</li>
      ))}
    </ul>
  );
}

/** What a refused field is about, whichever line it is on. */
function kindOf(field: string): string {
  return field.endsWith(".code") || field.endsWith("tax_code") ? "tax-code" : `missing:${field}`;
}

interface AgainProps {
  readonly one: Recurring;
  readonly period: Period;
}

function MakeAgain({ one, period }: AgainProps) {
  const { t, i18n } = useLingui();
  const go = useNavigate();
  const off = useMay().not("change-invoices");
  const write = useWrite(() => makeAgain(one, period.id), {
    refresh: ["invoicing"],
    onDone: ({ id }) => {
      toast(t`The draft is made.`);
      void go(paths.draft(id));
    },
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  if (period.state !== "failed" && period.state !== "discarded" && period.state !== "skipped") return null;
  return (
    <Button small off={off} busy={write.running} onClick={() => void write.run(undefined)}>
      {period.state === "failed" ? t`Try again` : t`Make it now`}
    </Button>
  );
}
