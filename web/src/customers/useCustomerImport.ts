import { useState } from "react";
import { csvBody } from "../api/csvBody.ts";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useWrite, type Write } from "../api/useWrite.ts";

export type Report = TimerSchemas["schemas"]["CustomerImportReport"];
export type ReportedRow = TimerSchemas["schemas"]["ReportedCustomerRow"];
export type SeenFile = TimerSchemas["schemas"]["SeenFileResponse"];
/** Headers by field; empty: as the file tells. */
export type Columns = Readonly<Record<string, string>>;

export interface CustomerImport {
  readonly file: File | null;
  readonly seen: SeenFile | null;
  readonly columns: Columns;
  readonly report: Report | null;
  readonly done: Report | null;
  readonly preview: Write<[File, Columns], Report>;
  readonly execution: Write<[File, Columns, string], Report>;
  readonly choose: (file: File) => void;
  readonly read: (columns: Columns) => void;
  /** Reads it by what is remembered of its headers now. */
  readonly readAnew: () => void;
  readonly start: () => void;
  readonly again: () => void;
}

/** A list's way: chosen, looked at, dry run (again with each choice of columns), import of exactly that. */
export function useCustomerImport(): CustomerImport {
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState<Columns>({});
  const [seen, setSeen] = useState<SeenFile | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [done, setDone] = useState<Report | null>(null);
  const look = useWrite(lookAt, { refresh: [], onDone: setSeen });
  const preview = useWrite(([csv, chosen]: [File, Columns]) => send(csv, chosen, { dry_run: true }), {
    refresh: [],
    onDone: setReport,
    onRefused: () => setReport(null),
  });
  const execution = useWrite(
    ([csv, chosen, token]: [File, Columns, string]) => send(csv, chosen, { dry_run: false, token }),
    { refresh: ["timer", "invoicing"], onDone: setDone },
  );
  const read = (csv: File, chosen: Columns) => {
    setColumns(chosen);
    execution.forget();
    void preview.run([csv, chosen]);
  };
  const begin = (csv: File) => {
    void look.run(csv);
    read(csv, {});
  };
  return {
    ...{ file, seen, columns, report, done, preview, execution },
    choose: (csv) => {
      setFile(csv);
      begin(csv);
    },
    readAnew: () => file && begin(file),
    read: (chosen) => file && read(file, chosen),
    start: () => void (file && report && execution.run([file, columns, report.token ?? ""])),
    again: () => {
      setFile(null);
      setSeen(null);
      setReport(null);
      setDone(null);
      preview.forget();
      execution.forget();
    },
  };
}

type How = { readonly dry_run: boolean; readonly token?: string };

function lookAt(file: File): Promise<SeenFile> {
  return data(timer.POST("/v1/organizations/import/columns", csvBody(file)));
}

function send(file: File, chosen: Columns, how: How): Promise<Report> {
  const columns = Object.entries(chosen).map(([field, header]) => `${field}=${header}`);
  const query = { ...how, ...(columns.length ? { columns } : {}) };
  return data(timer.POST("/v1/organizations/import", { params: { query }, ...csvBody(file) }));
}
