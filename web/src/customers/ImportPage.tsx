import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { TextField } from "../ui/Field.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Page, Section } from "../ui/Page.tsx";
import { ColumnsForm } from "./ColumnsForm.tsx";
import { ImportReport } from "./ImportReport.tsx";
import { Remembered } from "./Remembered.tsx";
import { type CustomerImport, useCustomerImport } from "./useCustomerImport.ts";

/** Brings customers over from another program: nothing is stored before its dry run was seen. */
export default function ImportPage() {
  const { t } = useLingui();
  const off = useMay().not("manage-work");
  return (
    <Page
      title={t`Import customers`}
      lead={t`A list of QuickBooks, Harvest, Kimai, OneDesk, or any other CSV file. First you see what would happen.`}
      back={{ to: paths.customers, label: t`Customers` }}
    >
      {off ? <Note tone="warn">{off}</Note> : <Steps />}
    </Page>
  );
}

function Steps() {
  const one = useCustomerImport();
  if (!one.file) return <Choose onChoose={one.choose} />;
  if (one.done) return <Done import={one} />;
  return (
    <>
      <Card>
        <div className="spread">
          <strong>{one.file.name}</strong>
          <Button small onClick={one.again}>
            <Trans>Another file</Trans>
          </Button>
        </div>
      </Card>
      <ProblemNote problem={one.preview.problem ?? one.execution.problem} />
      {one.seen?.mapping && <Remembered mapping={one.seen.mapping} onForgotten={one.readAnew} />}
      <Columns import={one} />
      <Preview import={one} />
    </>
  );
}

function Choose({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const { t } = useLingui();
  return (
    <Card>
      <TextField
        label={t`CSV file with customers`}
        name="file"
        type="file"
        accept=".csv,text/csv"
        hint={t`Up to 10 MB. Nothing is stored yet.`}
        onChange={({ target }) => target.files?.[0] && onChoose(target.files[0])}
      />
      <p className="muted small">
        <Trans>
          Customers are known again by VAT or registration number, else by name; people by e-mail address.
          Empty fields are filled, nothing is overwritten, and the same file again changes nothing.
        </Trans>
      </p>
    </Card>
  );
}

/** Which column is what: open when the file does not say it by itself. */
function Columns({ import: one }: { readonly import: CustomerImport }) {
  const { t } = useLingui();
  if (!one.seen) return null;
  const form = (
    <ColumnsForm
      key={one.seen.mapping?.version ?? 0}
      seen={one.seen}
      chosen={one.columns}
      busy={one.preview.running}
      onRead={one.read}
      onRemembered={one.readAnew}
    />
  );
  if (one.preview.problem) return <Section title={t`Which column is what`}>{form}</Section>;
  return (
    <details>
      <summary>
        <Trans>Choose the columns</Trans>
      </summary>
      {form}
    </details>
  );
}

function Preview({ import: one }: { readonly import: CustomerImport }) {
  const { t } = useLingui();
  const { report } = one;
  if (!report) return one.preview.running ? <Loading label={t`Reading the file…`} lines={3} /> : null;
  const { create, update } = report.counts;
  return (
    <Section title={t`What would happen`}>
      <ImportReport report={report} />
      {create + update > 0 ? (
        <div>
          <Button look="primary" busy={one.execution.running} onClick={one.start}>
            <Trans>Import them</Trans>
          </Button>
        </div>
      ) : (
        <Note tone="ok">
          <Trans>There is nothing new in this file.</Trans>
        </Note>
      )}
    </Section>
  );
}

function Done({ import: one }: { readonly import: CustomerImport }) {
  if (!one.done) return null;
  return (
    <>
      <Note
        tone="ok"
        alert
        action={<Button onClick={one.again}>{<Trans>Import another file</Trans>}</Button>}
      >
        <Trans>Imported. The same file again changes nothing.</Trans>
      </Note>
      <ImportReport report={one.done} />
      <div>
        <ButtonLink to={paths.customers}>
          <Trans>To the customers</Trans>
        </ButtonLink>
      </div>
    </>
  );
}
