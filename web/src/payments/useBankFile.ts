import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import type { FilePreview } from "./bank.ts";

/** What is said of a file beside its bytes; empty: it is found out from the file. */
export type Said = Readonly<Record<string, string | readonly string[] | boolean>>;

/** A file's way: chosen, looked at (again with what is said of it), imported. */
export function useBankFile(onImported: (newLines: number) => void) {
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState<Said>({});
  const [preview, setPreview] = useState<FilePreview | null>(null);
  const look = useWrite(([chosen, about]: [File, Said]) => previewed(chosen, about), {
    refresh: [],
    onDone: setPreview,
    onRefused: () => setPreview(null),
  });
  const bring = useWrite(([chosen, about]: [File, Said]) => imported(chosen, about), {
    refresh: ["invoicing"],
    onDone: ({ new_lines }) => onImported(new_lines),
  });
  const read = (chosen: File, about: Said) => {
    setFile(chosen);
    setSaid(about);
    bring.forget();
    void look.run([chosen, about]);
  };
  return {
    ...{ file, preview, looking: look.running, importing: bring.running },
    problem: look.problem ?? bring.problem,
    choose: (chosen: File) => read(chosen, {}),
    tell: (about: Said) => file && read(file, { ...said, ...about }),
    /** Whether somebody said what its columns hold, and may have said it wrongly. */
    toldColumns: Boolean(said.date_column),
    start: () => void (file && bring.run([file, said])),
    again: () => {
      setFile(null);
      setPreview(null);
      look.forget();
    },
  };
}

export type BankFile = ReturnType<typeof useBankFile>;

function previewed(file: File, said: Said) {
  return data(
    invoicing.POST("/v1/bank-files/preview", { params: { query: query(file, said) }, ...body(file) }),
  );
}

function imported(file: File, said: Said) {
  return data(invoicing.POST("/v1/bank-files", { params: { query: query(file, said) }, ...body(file) }));
}

function query(file: File, said: Said) {
  const known = Object.entries(said).filter(([, value]) => value !== "");
  return { name: file.name.slice(0, 200), ...Object.fromEntries(known) };
}

/** The file itself, whatever the document calls its contents. */
function body(file: File) {
  return {
    headers: { "Content-Type": "application/octet-stream" },
    body: file as unknown as string,
    bodySerializer: (sent: unknown) => sent as string,
  };
}
