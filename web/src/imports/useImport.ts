import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { csvBody } from "../api/csvBody.ts";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { refreshServices, useWrite, type Write } from "../api/useWrite.ts";
import type { Report } from "./report.ts";

export type Job = TimerSchemas["schemas"]["ImportResponse"];

/** What is known about the file beside its contents; empty: it is found out from the file. */
export interface Options {
  readonly time_zone: string;
  readonly date_format: string;
  readonly decimal: string;
  readonly create_agents: boolean;
  /** Also what was invoiced elsewhere, as time that is not billable. */
  readonly history: boolean;
  /** Ids of agents and customers by what the file calls them. */
  readonly people: Meanings;
  readonly customers: Meanings;
}

export type Meanings = Readonly<Record<string, string>>;

const UNTOLD: Options = {
  ...{ time_zone: "", date_format: "", decimal: "", create_agents: false, history: false },
  ...{ people: {}, customers: {} },
};
export const POLL_MILLISECONDS = 500;

export interface Import {
  readonly file: File | null;
  readonly options: Options;
  readonly choose: (file: File) => void;
  readonly tell: (options: Partial<Options>) => void;
  readonly start: (report: Report) => void;
  readonly cancel: () => void;
  readonly again: () => void;
  readonly preview: Write<[File, Options], Report>;
  readonly report: Report | null;
  readonly execution: Write<[File, Options, string], Job>;
  /** The job that a worker does, as it was read last. */
  readonly job: Job | null;
}

/** A file's way: chosen, previewed (again with each option), imported by a worker as the preview showed. */
export function useImport(): Import {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(UNTOLD);
  const [report, setReport] = useState<Report | null>(null);
  const [begun, setBegun] = useState<Job | null>(null);
  const preview = useWrite(([csv, given]: [File, Options]) => look(csv, given), {
    refresh: [],
    onDone: setReport,
    onRefused: () => setReport(null),
  });
  const execution = useWrite(([csv, given, token]: [File, Options, string]) => begin(csv, given, token), {
    refresh: [],
    onDone: setBegun,
  });
  const cancelling = useCancel();
  const job = useJob(begun);
  const read = (csv: File, given: Options) => {
    setFile(csv);
    setOptions(given);
    setBegun(null);
    execution.forget();
    void preview.run([csv, given]);
  };
  return {
    ...{ file, options, preview, report, execution, job },
    choose: (csv) => {
      setReport(null);
      read(csv, UNTOLD);
    },
    tell: (told) => file && read(file, { ...options, ...told }),
    start: ({ token = "" }) => void (file && execution.run([file, options, token])),
    cancel: () => void (job && cancelling.run(job.id)),
    again: () => {
      setFile(null);
      setReport(null);
      setBegun(null);
      preview.forget();
      execution.forget();
    },
  };
}

/** Lets an import end without having done anything. */
export function useCancel() {
  return useWrite((import_id: string) => cancel(import_id), { refresh: ["timer"] });
}

/** Reads a job until it has ended; then what it may have changed is read anew. */
function useJob(begun: Job | null): Job | null {
  const client = useQueryClient();
  const import_id = begun?.id ?? "";
  const { data: read } = useQuery({
    ...timer.query("/v1/imports/{import_id}", { params: { path: { import_id } } }),
    enabled: begun !== null,
    refetchInterval: ({ state }) => (state.data?.ended_at ? false : POLL_MILLISECONDS),
  });
  const job = begun && read?.id === begun.id ? read : begun;
  const done = job?.state === "done";
  useEffect(() => {
    if (done) void refreshServices(client, ["timer", "invoicing", "rates"]);
  }, [done, client]);
  return job;
}

function look(file: File, options: Options): Promise<Report> {
  return data(timer.POST("/v1/imports/preview", { params: { query: asked(options) }, ...csvBody(file) }));
}

function begin(file: File, options: Options, token: string): Promise<Job> {
  return data(
    timer.POST("/v1/imports", {
      params: { query: { ...asked(options), token, file_name: file.name.slice(0, 255) } },
      ...csvBody(file),
    }),
  );
}

function cancel(import_id: string): Promise<Job> {
  return data(timer.POST("/v1/imports/{import_id}/cancel", { params: { path: { import_id } } }));
}

function asked({ create_agents, history, people, customers, ...told }: Options) {
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
  const meant = { people: meanings(people), customers: meanings(customers) };
  return { ...known, ...meant, create_agents, history };
}

/** `<id>:<what the file says>`, of those that were said. */
function meanings(given: Meanings): string[] {
  return Object.entries(given).flatMap(([written, id]) => (id ? [`${id}:${written}`] : []));
}
