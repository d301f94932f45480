import { Trans, useLingui } from "@lingui/react/macro";
import { type DragEvent, useState } from "react";
import { useNavigate } from "react-router";
import { ProblemNote } from "../api/QueryView.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { ImportIcon } from "../ui/icons.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { BankFilePreview } from "./BankFilePreview.tsx";
import styles from "./Payments.module.css";
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

/** A file is dropped here, or chosen: it is a file input under all of the ground. */
function Drop({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onChoose(dropped);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside choosing, which the input does */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <ImportIcon size={32} />
        <strong>{t`Drop the bank's file here, or choose it`}</strong>
        <span className="muted">{t`Up to 5 MB. Nothing is stored yet.`}</span>
        <input
          type="file"
          accept=".xml,.sta,.mt940,.940,.txt,.csv,text/csv,application/xml"
          aria-label={t`File of the bank`}
          onChange={({ target }) => target.files?.[0] && onChoose(target.files[0])}
        />
      </div>
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
