import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { csvBody } from "../api/csvBody.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import type { RatesSchemas } from "../api/rates.ts";
import { rates } from "../api/rates.ts";
import { data as of } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";

export type Table = "multipliers" | "holidays" | "rounding-policies";
type Imported = RatesSchemas["schemas"]["ImportResponse"];

interface Props {
  readonly table: Table;
}

/** A table to take away, and the way back for a changed one: what it would change is seen first. */
export function TableFile({ table }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const [asked, ask] = useAsked();
  const close = () => ask({ table: null });
  return (
    <div className="row">
      <a href={`/rates/v1/${table}.csv`} download={`${table}.csv`}>
        <Trans>As CSV</Trans>
      </a>
      <Button small look="quiet" off={may.not("change-rates")} onClick={() => ask({ table })}>
        <Trans>Change by a file</Trans>
      </Button>
      <Dialog title={t`Change by a file`} open={asked("table") === table} onClose={close}>
        <FromFile table={table} done={close} />
      </Dialog>
    </div>
  );
}

function FromFile({ table, done }: Props & { readonly done: () => void }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Imported | null>(null);
  const look = useWrite((chosen: File) => send(table, chosen, true), { refresh: [], onDone: setSeen });
  const choose = (chosen: File) => {
    setFile(chosen);
    void look.run(chosen);
  };
  return (
    <>
      <div hidden={seen !== null}>
        <Form refusal={useRefusal(look.problem)} onSubmit={(_, form) => choose(form.get("file") as File)}>
          <TextField
            label={t`CSV file`}
            name="file"
            type="file"
            accept=".csv,text/csv"
            hint={t`The table from here, changed. Nothing is stored yet.`}
          />
          <SubmitOrCancel busy={look.running} onCancel={done}>
            <Trans>See what changes</Trans>
          </SubmitOrCancel>
        </Form>
      </div>
      {seen && file && (
        <SeenFile table={table} file={file} seen={seen} back={() => setSeen(null)} done={done} />
      )}
    </>
  );
}

interface SeenProps extends Props {
  readonly file: File;
  readonly seen: Imported;
  readonly back: () => void;
  readonly done: () => void;
}

function SeenFile({ table, file, seen, back, done }: SeenProps) {
  const { t } = useLingui();
  const save = useWrite(() => send(table, file, false), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The file is taken. Time gets its new prices in a moment.`);
      done();
    },
  });
  const { changes, unchanged } = seen;
  return (
    <div className="stack">
      <p role="status">
        <Plural value={changes.length} one="# row changes something" other="# rows change something" />
        {", "}
        <Plural value={unchanged} one="# is there already" other="# are there already" />.
      </p>
      <ul>
        {changes.map((change) => (
          <li key={change.line}>
            <Line change={change} />
          </li>
        ))}
      </ul>
      <ProblemNote problem={save.problem} />
      <FormActions>
        {changes.length > 0 && (
          <Button look="primary" busy={save.running} onClick={() => void save.run(undefined)}>
            <Trans>Change it so</Trans>
          </Button>
        )}
        <Button onClick={back}>{t`Back`}</Button>
      </FormActions>
    </div>
  );
}

function Line({ change: { line, act, valid_from } }: { readonly change: Imported["changes"][number] }) {
  const { day } = useFormats();
  if (act === "create")
    return (
      <Trans>
        Line {line}: new from {day(valid_from)}
      </Trans>
    );
  if (act === "replace")
    return (
      <Trans>
        Line {line}: otherwise from {day(valid_from)}
      </Trans>
    );
  return <Trans>Line {line}: another last day</Trans>;
}

function send(table: Table, file: File, dry_run: boolean): Promise<Imported> {
  const asked = { params: { query: { dry_run } }, ...csvBody(file) };
  switch (table) {
    case "multipliers":
      return of(rates.POST("/v1/multipliers/import", asked));
    case "holidays":
      return of(rates.POST("/v1/holidays/import", asked));
    default:
      return of(rates.POST("/v1/rounding-policies/import", asked));
  }
}
