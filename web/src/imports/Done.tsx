import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useList } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Imports.module.css";
import { Rows } from "./Rows.tsx";
import { RowTallies } from "./RowTallies.tsx";
import { isRefused, type Report, rowsOf } from "./report.ts";
import { ToCreate } from "./ToCreate.tsx";

/** What was stored, where it is now, and what comes next. */
export function Done({ report, again }: { readonly report: Report; readonly again: () => void }) {
  return (
    <>
      <Note
        tone="ok"
        alert
        action={
          <Button onClick={again}>
            <Trans>Import another file</Trans>
          </Button>
        }
      >
        <Plural
          value={report.rows.create.count}
          one="# entry was imported."
          other="# entries were imported."
        />{" "}
        <Trans>Importing the same file again changes nothing.</Trans>
      </Note>
      <RowTallies report={report} />
      <Next />
      <ToCreate report={report} />
      <NewCustomers report={report} />
      {rowsOf(report).some(isRefused) && <Rows report={report} />}
    </>
  );
}

/** From entries to an invoice: rates, approval, billing. */
function Next() {
  const { t } = useLingui();
  return (
    <Section title={t`What comes next`}>
      <div className="row">
        <ButtonLink to={paths.rates}>
          <Trans>Set rates</Trans>
        </ButtonLink>
        <ButtonLink to={paths.approvals}>
          <Trans>Hand in and approve</Trans>
        </ButtonLink>
        <ButtonLink to={paths.billing}>
          <Trans>See what can be billed</Trans>
        </ButtonLink>
      </div>
    </Section>
  );
}

function NewCustomers({ report }: { readonly report: Report }) {
  const { t } = useLingui();
  const names = new Set(report.to_create.organizations);
  const made = useList("organizations").filter(({ name }) => names.has(name));
  if (made.length === 0) return null;
  return (
    <Section title={t`New customers`}>
      <Card>
        <p className="muted">
          <Trans>Give each its address and billing contact before the first invoice.</Trans>
        </p>
        <ul className={styles.links}>
          {made.map(({ id, name }) => (
            <li key={id}>
              <Link to={paths.customer(id)}>{name}</Link>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
