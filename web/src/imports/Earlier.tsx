import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { kindOf } from "../api/problem.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Badge, type Tone } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Running } from "./Running.tsx";
import { FILE_PROBLEMS } from "./rowWords.ts";
import { POLL_MILLISECONDS, useCancel } from "./useImport.ts";

type Earlier = TimerSchemas["schemas"]["ImportSummary"];

const SHOWN = 20;

/** Who imported which file, and what became of it; one that runs can be seen and cancelled by whoever comes back. */
export function EarlierImports() {
  const { t } = useLingui();
  const columns = useColumns();
  const cancel = useCancel();
  const { data } = useQuery({
    ...timer.query("/v1/imports", { params: { query: { limit: SHOWN } } }),
    refetchInterval: ({ state }) =>
      state.data?.items.every(({ ended_at }) => ended_at) === false ? POLL_MILLISECONDS : false,
  });
  const imports = data?.items ?? [];
  if (imports.length === 0) return null;
  const running = imports.find(({ ended_at }) => ended_at === null);
  return (
    <Section title={t`Imports so far`}>
      {running && (
        <Running
          job={running}
          name={running.file_name ?? t`a file`}
          cancel={() => void cancel.run(running.id)}
        />
      )}
      <DataTable
        label={t`Imports so far`}
        columns={columns}
        rows={imports.filter((one) => one !== running)}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}

function useColumns(): readonly Column<Earlier>[] {
  const { t } = useLingui();
  const { count, moment } = useFormats();
  const nameOf = useMemberName();
  return [
    { key: "file", head: t`File`, main: true, cell: ({ file_name }) => file_name ?? t`Without a name` },
    { key: "at", head: t`When`, cell: ({ created_at }) => moment(created_at, browserZone()) },
    { key: "by", head: t`Who`, cell: ({ by }) => nameOf(by) },
    { key: "state", head: t`What became of it`, cell: (one) => <Outcome of={one} /> },
    {
      key: "entries",
      head: t`New entries`,
      align: "end",
      cell: ({ state, rows_done }) => (state === "done" ? count(rows_done) : "–"),
    },
  ];
}

function Outcome({ of: { id, state } }: { readonly of: Earlier }) {
  const { t } = useLingui();
  const words: Record<Earlier["state"], readonly [string, Tone]> = {
    waiting: [t`Waits`, "info"],
    running: [t`Runs`, "info"],
    done: [t`Imported`, "ok"],
    failed: [t`Nothing was stored.`, "danger"],
    cancelled: [t({ message: "Cancelled", context: "import" }), "neutral"],
  };
  const [label, tone] = words[state];
  return (
    <>
      <Badge tone={tone}>{label}</Badge> {state === "failed" && <Why id={id} />}
    </>
  );
}

function Why({ id }: { readonly id: string }) {
  const { i18n } = useLingui();
  const { data } = useQuery(timer.query("/v1/imports/{import_id}", { params: { path: { import_id: id } } }));
  const problem = data?.problem;
  if (!problem) return null;
  const words = FILE_PROBLEMS[kindOf({ ...problem, detail: "", errors: [] })];
  return <span className="small">{words ? i18n._(words) : problem.title}</span>;
}
