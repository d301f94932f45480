import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { type Preview, previewFile } from "./changes.ts";
import type { Kind } from "./rates.ts";
import { Seen } from "./Seen.tsx";
import { useRuleWords } from "./useRuleWords.ts";

interface Props {
  readonly kind: Kind;
}

/** The rates or costs as a table to take away, and the way back for a changed one. */
export function RateFile({ kind }: Props) {
  const { t } = useLingui();
  const words = useRuleWords(kind);
  const may = useMay();
  const [asked, ask] = useAsked();
  const close = () => ask({ file: null });
  return (
    <Section title={t`As a table`}>
      <div className="row">
        <a href={`/rates/v1/${kind}s.csv`} download={`${kind}s.csv`}>
          {words.csv}
        </a>
        <Button small off={may.not(words.change)} onClick={() => ask({ file: "1" })}>
          {words.file}
        </Button>
      </div>
      <Dialog title={words.file} open={asked("file") === "1"} onClose={close}>
        <FromFile kind={kind} done={close} />
      </Dialog>
    </Section>
  );
}

function FromFile({ kind, done }: Props & { readonly done: () => void }) {
  const { t } = useLingui();
  const words = useRuleWords(kind);
  const [seen, setSeen] = useState<Preview | null>(null);
  const look = useWrite((file: File) => previewFile(kind, file), { refresh: [], onDone: setSeen });
  return (
    <>
      <div hidden={seen !== null}>
        <Form
          refusal={useRefusal(look.problem)}
          onSubmit={(_, form) => void look.run(form.get("file") as File)}
        >
          <TextField
            label={words.csvFile}
            name="file"
            type="file"
            accept=".csv,text/csv"
            hint={t`The table from here, changed. Nothing is stored yet.`}
          />
          <p className="muted small">{words.fileHint}</p>
          <SubmitOrCancel busy={look.running} onCancel={done}>
            <Trans>See what changes</Trans>
          </SubmitOrCancel>
        </Form>
      </div>
      {seen && <Seen preview={seen} back={() => setSeen(null)} done={done} />}
    </>
  );
}
