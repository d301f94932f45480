import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";
import { CustomersMeant, PeopleMeant } from "./Meant.tsx";
import { Rows } from "./Rows.tsx";
import { RowTallies } from "./RowTallies.tsx";
import { isHereAlready, type Report } from "./report.ts";
import { WARNINGS } from "./rowWords.ts";
import { ToCreate } from "./ToCreate.tsx";
import type { Import } from "./useImport.ts";

interface Props {
  readonly import: Import;
  readonly report: Report;
}

/** What would happen, row by row, and the button that does exactly that. */
export function Preview({ import: one, report }: Props) {
  const { t } = useLingui();
  return (
    <>
      <Section title={t`What would happen`}>
        <RowTallies report={report} />
        {isHereAlready(report) && (
          <Note tone="ok">
            <Trans>Everything in this file is here already. Importing it again changes nothing.</Trans>
          </Note>
        )}
        <Warnings report={report} />
        <People import={one} report={report} />
        <Invoiced import={one} report={report} />
        <Start import={one} report={report} />
      </Section>
      <ToCreate report={report} />
      <Customers import={one} report={report} />
      <Rows report={report} />
    </>
  );
}

function Customers({ import: one, report }: Props) {
  const { t } = useLingui();
  if (report.to_create.organizations.length === 0 && Object.keys(one.options.customers).length === 0)
    return null;
  return (
    <details>
      <summary>{t`One of the customers is here already under another name`}</summary>
      <Card>
        <CustomersMeant import={one} report={report} />
      </Card>
    </details>
  );
}

/** What was invoiced elsewhere is left out, or comes as time that is not billable. */
function Invoiced({ import: one, report }: Props) {
  const { t } = useLingui();
  const { history } = one.options;
  if (!history && !report.skipped_by_reason.already_invoiced) return null;
  return (
    <Note>
      <Checkbox
        label={t`Also import what was invoiced elsewhere`}
        checked={history}
        onChange={({ target }) => one.tell({ history: target.checked })}
        hint={t`As time that is not billable, so that it is never invoiced twice.`}
      />
    </Note>
  );
}

function Warnings({ report }: { readonly report: Report }) {
  const { t, i18n } = useLingui();
  const kinds = new Map(report.warnings.map((warning) => [warning.kind, warning]));
  if (isHereAlready(report)) kinds.delete("nothing_to_import");
  return [...kinds.values()].map(({ kind, line, detail }) => (
    <Note key={kind} tone="warn">
      {WARNINGS[kind] ? i18n._(WARNINGS[kind]) : detail} {line !== null && t`Line ${line}.`}
    </Note>
  ));
}

/** People in the file whom nobody knows: their rows are left out until they are made. */
function People({ import: one, report }: Props) {
  const { t } = useLingui();
  const { unknown_agents } = report;
  const { create_agents, people } = one.options;
  if (unknown_agents.length === 0 && !create_agents && Object.keys(people).length === 0) return null;
  const names = unknown_agents.map(({ name, email }) => name || email).join(", ");
  return (
    <Note tone={create_agents ? "neutral" : "warn"}>
      {names && (
        <p className={styles.names}>
          <Plural
            value={unknown_agents.length}
            one="# person in the file is unknown here:"
            other="# people in the file are unknown here:"
          />{" "}
          {names}
        </p>
      )}
      <PeopleMeant import={one} report={report} />
      <Checkbox
        label={t`Also add the people of the file`}
        checked={create_agents}
        onChange={({ target }) => one.tell({ create_agents: target.checked })}
        hint={t`They can log time then. Nobody is invited: that is done under People.`}
      />
    </Note>
  );
}

function Start({ import: one, report }: Props) {
  const { t } = useLingui();
  const { count } = report.rows.create;
  return (
    <>
      <ProblemNote problem={one.execution.problem} />
      <div>
        <Button
          look="primary"
          busy={one.preview.running}
          off={count === 0 ? t`There is nothing new to import.` : undefined}
          onClick={() => one.start(report)}
        >
          <Plural value={count} _0="Nothing to import" one="Import # entry" other="Import # entries" />
        </Button>
      </div>
    </>
  );
}
