import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { Card, Section } from "../ui/Page.tsx";
import type { SheetWithEntries } from "./sheets.ts";

/** What happened to the sheet so far, and to its time after the approval. */
export function SheetHistory({ read: { sheet, entries } }: { readonly read: SheetWithEntries }) {
  const { t } = useLingui();
  const person = useName("agents")(sheet.agent_id);
  const approver = useMemberName()(sheet.approved_by ?? "");
  return (
    <Section title={t`History`}>
      <Card>
        <ol role="list" className="stack">
          <Step at={sheet.submitted_at}>
            <Trans>Time of {person} was handed in.</Trans>
          </Step>
          {sheet.rejected_because && (
            <li>
              <Trans>Rejected: {sheet.rejected_because}</Trans>
            </li>
          )}
          <Step at={sheet.approved_at}>
            <Trans>Approved by {approver}.</Trans>
          </Step>
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

function Step({ at, children }: { readonly at: string | null; readonly children: ReactNode }) {
  const { moment } = useFormats();
  if (!at) return null;
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
