import { useState } from "react";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import type { Report } from "./report.ts";

/** What is known about the file beside its contents; empty: it is found out from the file. */
export interface Options {
  readonly time_zone: string;
  readonly date_format: string;
  readonly decimal: string;
  readonly create_agents: boolean;
}

const UNTOLD: Options = { time_zone: "", date_format: "", decimal: "", create_agents: false };

export interface Import {
  readonly file: File | null;
  readonly options: Options;
  readonly choose: (file: File) => void;
  readonly tell: (options: Partial<Options>) => void;
  readonly start: (report: Report) => void;
  readonly again: () => void;
  readonly preview: Write<[File, Options], Report>;
  readonly report: Report | null;
  readonly execution: Write<[File, Options, string], Report>;
  readonly done: Report | null;
}

/** A file's way: chosen, dry run (again with each option), import of exactly what the dry run showed. */
export function useImport(): Import {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(UNTOLD);
  const [report, setReport] = useState<Report | null>(null);
  const [done, setDone] = useState<Report | null>(null);
  const preview = useWrite(([csv, given]: [File, Options]) => send(csv, given, { dry_run: true }), {
    refresh: [],
    onDone: setReport,
    onRefused: () => setReport(null),
  });
  const execution = useWrite(
    ([csv, given, token]: [File, Options, string]) => send(csv, given, { dry_run: false, token }),
    { refresh: ["timer", "invoicing", "rates"], onDone: setDone },
  );
  const look = (csv: File, given: Options) => {
    setFile(csv);
    setOptions(given);
    setDone(null);
    execution.forget();
    void preview.run([csv, given]);
  };
  return {
    ...{ file, options, preview, report, execution, done },
    choose: (csv) => {
      setReport(null);
      look(csv, UNTOLD);
    },
    tell: (told) => file && look(file, { ...options, ...told }),
    start: ({ token = "" }) => void (file && execution.run([file, options, token])),
    again: () => {
      setFile(null);
      setReport(null);
      setDone(null);
      preview.forget();
      execution.forget();
    },
  };
}

type How = { readonly dry_run: boolean; readonly token?: string };

function send(file: File, { create_agents, ...told }: Options, how: How): Promise<Report> {
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
  const asked = timer.POST("/v1/time-entries/import", {
    params: { query: { ...known, ...how, create_agents } },
    headers: { "Content-Type": "text/csv" },
    // The document says text; the browser sends the file itself, however large it is.
    body: file as unknown as string,
    bodySerializer: (body) => body as string,
  });
  return data(asked);
}
