import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { TimerSchemas } from "../api/timer.ts";
import { useName } from "../directory/lists.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { Card, Section } from "../ui/Page.tsx";
import { historyQuery, type SheetWithEntries } from "./sheets.ts";

type Change = TimerSchemas["schemas"]["TimesheetChangeResponse"];

/** What happened to the sheet so far, and to its time after the approval. */
export function SheetHistory({ read: { sheet, entries } }: { readonly read: SheetWithEntries }) {
  const { t } = useLingui();
  const person = useName("agents")(sheet.agent_id);
  const history = useQuery(historyQuery(sheet));
  return (
    <Section title={t`History`}>
      <Card>
        <ol role="list" className="stack">
          {history.data?.items.map((change) => (
            <Step key={`${change.version} ${change.entry_id}`} at={change.at}>
              <Words of={change} />
            </Step>
          ))}
          {sheet.state === "draft" && (
            <li className="muted">
              <Trans>{person} has it and can change it.</Trans>
            </li>
          )}
          {sheet.state === "approved" && <Billed entries={entries} />}
        </ol>
      </Card>
    </Section>
  );
}

function Words({ of: { act, by, reason, file_name, entries } }: { readonly of: Change }) {
  const who = useMemberName()(by ?? "");
  switch (act) {
    case "submitted":
      return <Trans>Handed in by {who}.</Trans>;
    case "approved":
      return <Trans>Approved by {who}.</Trans>;
    case "rejected":
      return (
        <Trans>
          Rejected by {who}: {reason}
        </Trans>
      );
    case "reopening-asked":
      return (
        <Trans>
          {who} asked to reopen it: {reason}
        </Trans>
      );
    case "reopened":
      return <Trans>Reopened: no invoice charges its time.</Trans>;
    case "reopening-refused":
      return <Trans>Not reopened: invoice {reason} charges some of its time.</Trans>;
    case "imported-after-lock":
      return file_name === null ? (
        <Plural
          value={entries ?? 0}
          one={`${who} imported # entry from a file after the period was locked.`}
          other={`${who} imported # entries from a file after the period was locked.`}
        />
      ) : (
        <Plural
          value={entries ?? 0}
          one={`${who} imported # entry from ${file_name} after the period was locked.`}
          other={`${who} imported # entries from ${file_name} after the period was locked.`}
        />
      );
    default:
      return <Trans>An entry was changed by {who} after the period was locked.</Trans>;
  }
}

function Step({ at, children }: { readonly at: string; readonly children: ReactNode }) {
  const { moment } = useFormats();
  return (
    <li>
      <span className="muted small">{moment(at, browserZone())}</span>
      <div>{children}</div>
    </li>
  );
}

function Billed({ entries }: Pick<SheetWithEntries, "entries">) {
  const billed = entries.filter(({ state }) => state === "billed").length;
  const waiting = entries.filter(({ state, billable }) => billable && state !== "billed").length;
  return (
    <li>
      <Plural
        value={billed}
        _0="No entry is on an invoice yet."
        one="# entry is on an invoice."
        other="# entries are on invoices."
      />{" "}
      {waiting > 0 && (
        <Link to={paths.billing}>
          <Plural
            value={waiting}
            one="# billable entry can be billed"
            other="# billable entries can be billed"
          />
        </Link>
      )}
    </li>
  );
}
