import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { csvBody } from "../api/csvBody.ts";
import { rates } from "../api/rates.ts";
import { data } from "../api/service.ts";
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
import type { Preview } from "./changes.ts";
import { Seen } from "./Seen.tsx";

/** The rates as a table to take away, and the way back for a changed one. */
export function RateFile() {
  const { t } = useLingui();
  const may = useMay();
  const [asked, ask] = useAsked();
  const close = () => ask({ file: null });
  return (
    <Section title={t`As a table`}>
      <div className="row">
        <a href="/rates/v1/rates.csv" download="rates.csv">
          <Trans>Rates as CSV</Trans>
        </a>
        <Button small off={may.not("change-rates")} onClick={() => ask({ file: "1" })}>
          <Trans>Change rates by a file</Trans>
        </Button>
      </div>
      <Dialog title={t`Change rates by a file`} open={asked("file") === "1"} onClose={close}>
        <FromFile done={close} />
      </Dialog>
    </Section>
  );
}

function FromFile({ done }: { readonly done: () => void }) {
  const { t } = useLingui();
  const [seen, setSeen] = useState<Preview | null>(null);
  const look = useWrite((file: File) => data(rates.POST("/v1/rate-changes/preview-file", csvBody(file))), {
    refresh: [],
    onDone: setSeen,
  });
  return (
    <>
      <div hidden={seen !== null}>
        <Form
          refusal={useRefusal(look.problem)}
          onSubmit={(_, form) => void look.run(form.get("file") as File)}
        >
          <TextField
            label={t`CSV file with rates`}
            name="file"
            type="file"
            accept=".csv,text/csv"
            hint={t`The table from here, changed. Nothing is stored yet.`}
          />
          <p className="muted small">
            <Trans>
              A row without an id begins a rate; one with an id gives its rate another last day, or another
              amount from a day on. Rates that no row names stay.
            </Trans>
          </p>
          <SubmitOrCancel busy={look.running} onCancel={done}>
            <Trans>See what changes</Trans>
          </SubmitOrCancel>
        </Form>
      </div>
      {seen && <Seen preview={seen} back={() => setSeen(null)} done={done} />}
    </>
  );
}
