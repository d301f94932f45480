import { useLingui } from "@lingui/react/macro";
import { kindOf, type Problem } from "../api/problem.ts";
import { useMay } from "../session/may.ts";
import { Loading } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { ColumnsForm } from "./ColumnsForm.tsx";
import { Done } from "./Done.tsx";
import { DropStep } from "./DropStep.tsx";
import { EarlierImports } from "./Earlier.tsx";
import { Exports } from "./Exports.tsx";
import { FileFacts } from "./FileFacts.tsx";
import { OptionsForm } from "./OptionsForm.tsx";
import { Preview } from "./Preview.tsx";
import { Running } from "./Running.tsx";
import { FILE_PROBLEMS } from "./rowWords.ts";
import { type Import, type Job, useImport } from "./useImport.ts";

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
  const { file, preview, report, execution, job } = one;
  if (!file) return <Beginning onChoose={one.choose} />;
  if (job?.report) return <Done report={job.report} again={one.again} />;
  if (job && !job.ended_at) return <Running job={job} name={file.name} cancel={one.cancel} />;
  if (execution.running) return <Busy label={t`Sending ${file.name}…`} />;
  return (
    <>
      {job && <Undone job={job} />}
      <FileFacts file={file} report={report} again={one.again} />
      {preview.running && !report ? <Busy label={t`Reading ${file.name}…`} /> : <Told import={one} />}
    </>
  );
}

function Beginning({ onChoose }: { readonly onChoose: (file: File) => void }) {
  return (
    <>
      <DropStep onChoose={onChoose} />
      <EarlierImports />
      <Exports />
    </>
  );
}

/** An import that ended without having done anything. */
function Undone({ job }: { readonly job: Job }) {
  const { t, i18n } = useLingui();
  const { problem } = job;
  if (!problem) return <Note alert>{t`The import was cancelled. Nothing was stored.`}</Note>;
  const words = FILE_PROBLEMS[kindOf({ ...problem, detail: "", errors: [] })];
  return (
    <Note tone="danger" alert>
      {words ? i18n._(words) : problem.title} {t`Nothing was stored.`}
    </Note>
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
      {isUnknown(preview.problem) && one.file ? (
        <ColumnsForm import={one} file={one.file} />
      ) : (
        <OptionsForm import={one} />
      )}
      {report && <Preview import={one} report={report} />}
    </>
  );
}

function isUnknown(problem: Problem | null): boolean {
  return problem !== null && kindOf(problem) === "unknown-source";
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
