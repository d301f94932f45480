import { Trans, useLingui } from "@lingui/react/macro";
import { type Task, useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { formatDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { LateBadge } from "./LateBadge.tsx";
import styles from "./Projects.module.css";
import type { TaskLine } from "./project.ts";
import { useStatusWords } from "./useStatusWords.ts";

interface Props {
  readonly lines: readonly TaskLine[];
  readonly onEdit: (task: Task) => void;
}

/** Each task with its subtasks beneath: who, when, how long, how far. */
export function TaskTree({ lines, onEdit }: Props) {
  const { t } = useLingui();
  const columns = useColumns(onEdit);
  if (!lines.length)
    return (
      <EmptyState title={t`No tasks yet`}>
        <Trans>Tasks are what time is planned and logged on.</Trans>
      </EmptyState>
    );
  return <DataTable label={t`Tasks`} columns={columns} rows={lines} rowKey={({ task }) => task.id} />;
}

function useColumns(onEdit: (task: Task) => void): readonly Column<TaskLine>[] {
  const { t } = useLingui();
  const person = useName("agents");
  const formats = useFormats();
  const hours = (seconds: number | null | undefined) => (seconds ? formatDuration(seconds) : "");
  return [
    { key: "name", head: t`Task`, main: true, cell: (line) => <Name line={line} onEdit={onEdit} /> },
    {
      key: "state",
      head: t`State`,
      cell: ({ task, progress }) => <State task={task} late={progress?.late} />,
    },
    { key: "who", head: t`Who`, wide: true, cell: ({ task }) => task.assignee_ids.map(person).join(", ") },
    { key: "when", head: t`When`, cell: ({ task, progress }) => days(progress ?? task, formats) },
    {
      key: "estimate",
      head: t`Estimated`,
      align: "end",
      cell: ({ task, progress }) => hours((progress ?? task).estimate_seconds),
    },
    { key: "logged", head: t`Logged`, align: "end", cell: ({ progress }) => hours(progress?.logged_seconds) },
    {
      key: "left",
      head: t`Left to do`,
      align: "end",
      cell: ({ progress }) => hours(progress?.remaining_seconds),
    },
    {
      key: "done",
      head: t`Done`,
      align: "end",
      cell: ({ task, progress }) => percent((progress ?? task).percent_done, formats),
    },
  ];
}

function percent(done: number | null, formats: ReturnType<typeof useFormats>): string {
  return done === null ? "" : formats.percent(String(done));
}

interface Dated {
  readonly planned_start: string | null;
  readonly planned_finish: string | null;
}

function days(
  { planned_start: start, planned_finish: finish }: Dated,
  formats: ReturnType<typeof useFormats>,
) {
  if (start && finish) return formats.days(start, finish);
  const one = start ?? finish;
  return one ? formats.day(one) : "";
}

function Name({ line: { task, level }, onEdit }: { readonly line: TaskLine } & Pick<Props, "onEdit">) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <span className={styles.name} style={{ paddingInlineStart: `${level * 1.25}rem` }}>
      <Button
        look="quiet"
        small
        off={may.not("manage-work")}
        aria-label={t`Edit ${task.name}`}
        onClick={() => onEdit(task)}
      >
        {task.name}
      </Button>
      {task.milestone && (
        <Badge tone="info">
          <Trans>Milestone</Trans>
        </Badge>
      )}
    </span>
  );
}

function State({
  task,
  late,
}: {
  readonly task: Task;
  readonly late: "overdue" | "expected" | null | undefined;
}) {
  const words = useStatusWords();
  return (
    <span className="row">
      {task.archived ? <Trans>Archived</Trans> : words[task.status]}
      {late && <LateBadge late={late} />}
    </span>
  );
}
