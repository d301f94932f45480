import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { ProblemNote } from "../api/QueryView.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { DropZone } from "../ui/DropZone.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { BankFilePreview } from "./BankFilePreview.tsx";
import { type BankFile, useBankFile } from "./useBankFile.ts";

/** Reads a file of the bank: nothing is stored before it was looked at. */
export default function BankFilePage() {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const navigate = useNavigate();
  const file = useBankFile((lines) => {
    toast(lines === 0 ? t`There was nothing new in it.` : t`New transactions: ${lines}`);
    void navigate(paths.bank);
  });
  return (
    <Page
      title={t`Import a bank file`}
      lead={t`A statement as camt.053 or MT940, or the CSV export of your bank. First you see what it says.`}
      back={{ to: paths.bank, label: t`Bank` }}
    >
      {off ? <Note tone="warn">{off}</Note> : <Steps file={file} />}
    </Page>
  );
}

function Steps({ file }: { readonly file: BankFile }) {
  const { t } = useLingui();
  if (!file.file) return <Drop onChoose={file.choose} />;
  return (
    <>
      <Card>
        <div className="spread">
          <strong>{file.file.name}</strong>
          <Button small onClick={file.again}>
            {t`Another file`}
          </Button>
        </div>
      </Card>
      {file.problem && <ProblemNote problem={file.problem} />}
      {file.looking && !file.preview && <Loading label={t`Reading the file…`} lines={4} />}
      {file.preview && <BankFilePreview file={file} preview={file.preview} />}
    </>
  );
}

/** The first step: the file, and which banks' are known. */
function Drop({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const { t } = useLingui();
  return (
    <>
      <DropZone
        title={t`Drop the bank's file here, or choose it`}
        hint={t`Up to 5 MB. Nothing is stored yet.`}
        label={t`File of the bank`}
        accept=".xml,.sta,.mt940,.940,.txt,.csv,text/csv,application/xml"
        onChoose={onChoose}
      />
      <p className="muted small">
        <Trans>
          The exports of Danske Bank, Nordea, Jyske Bank, Sydbank, Nykredit, Spar Nord and the savings banks
          are known; of other CSV files you say once what their columns hold. The same file again changes
          nothing.
        </Trans>
      </p>
    </>
  );
}
