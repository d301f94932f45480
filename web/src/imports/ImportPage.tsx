import { useLingui } from "@lingui/react/macro";
import { useMay } from "../session/may.ts";
import { Loading } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { Done } from "./Done.tsx";
import { DropZone } from "./DropZone.tsx";
import { FileFacts } from "./FileFacts.tsx";
import { OptionsForm } from "./OptionsForm.tsx";
import { Preview } from "./Preview.tsx";
import { type Import, useImport } from "./useImport.ts";

/** Brings time over from another program: nothing is stored before its dry run was seen. */
export default function ImportPage() {
  const { t } = useLingui();
  const may = useMay();
  const off = may.not("manage-work");
  return (
    <Page
      title={t`Import`}
      lead={t`Bring your time over from another program. First you see what would happen.`}
    >
      {off ? <Note tone="warn">{off}</Note> : <Steps />}
    </Page>
  );
}

function Steps() {
  const { t } = useLingui();
  const one = useImport();
  const { file, preview, report, execution, done } = one;
  if (!file) return <DropZone onChoose={one.choose} />;
  if (done) return <Done report={done} again={one.again} />;
  if (execution.running) return <Busy label={t`Importing ${file.name}…`} />;
  return (
    <>
      <FileFacts file={file} report={report} again={one.again} />
      {preview.running && !report ? <Busy label={t`Reading ${file.name}…`} /> : <Told import={one} />}
    </>
  );
}

function Told({ import: one }: { readonly import: Import }) {
  const { t } = useLingui();
  const { preview, report } = one;
  const news = report && t`${report.rows.create.count} new of ${report.rows.read} rows.`;
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {preview.running ? t`Reading it again…` : news}
      </p>
      <OptionsForm import={one} />
      {report && <Preview import={one} report={report} />}
    </>
  );
}

function Busy({ label }: { readonly label: string }) {
  return (
    <div className="stack">
      <p aria-live="polite">{label}</p>
      <progress aria-label={label} />
      <Loading label={label} lines={3} />
    </div>
  );
}
