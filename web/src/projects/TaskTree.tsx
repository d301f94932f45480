import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { type Task, useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { LateBadge } from "./LateBadge.tsx";
import moving from "./MoveTask.module.css";
import styles from "./Projects.module.css";
import type { TaskLine } from "./project.ts";
import { TaskButton } from "./TaskButton.tsx";
import { useMovingTasks } from "./useMovingTasks.tsx";
import { useStatusWords } from "./useStatusWords.ts";
import { LEVEL_PIXELS } from "./useTreeDrag.ts";

interface Props {
  readonly projectId: string;
  readonly lines: readonly TaskLine[];
  readonly onEdit: (task: Task) => void;
}

/** Each task with its subtasks beneath: who, when, how long, how far. It is dragged, or moved by keys and buttons. */
export function TaskTree({ projectId, lines: stored, onEdit }: Props) {
  const { t } = useLingui();
  const { tree, lines, mark, handleOf, buttonsOf } = useMovingTasks(projectId, stored);
  const name = (line: TaskLine) => (
    <Name line={line} onEdit={onEdit} handle={handleOf(line)} buttons={buttonsOf(line)} />
  );
  const columns = useColumns(name);
  if (!lines.length)
    return (
      <EmptyState title={t`No tasks yet`}>
        <Trans>Tasks are what time is planned and logged on.</Trans>
      </EmptyState>
    );
  return (
    <div ref={tree} className={moving.tree} data-tree data-dragging={mark ? true : undefined}>
      <DataTable label={t`Tasks`} columns={columns} rows={lines} rowKey={({ task }) => task.id} />
      {mark && (
        <div
          className={moving.mark}
          style={{ insetBlockStart: mark.top, insetInlineStart: 16 + mark.level * LEVEL_PIXELS }}
        />
      )}
    </div>
  );
}

function useColumns(name: (line: TaskLine) => ReactNode): readonly Column<TaskLine>[] {
  const { t } = useLingui();
  const person = useName("agents");
  const formats = useFormats();
  const hours = (seconds: number | null | undefined) => (seconds ? formatDuration(seconds) : "");
  return [
    { key: "name", head: t`Task`, main: true, cell: name },
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

interface NameProps {
  readonly line: TaskLine;
  readonly onEdit: (task: Task) => void;
  readonly handle: ReactNode;
  readonly buttons: ReactNode;
}

function Name({ line: { task, level }, onEdit, handle, buttons }: NameProps) {
  return (
    <span className={styles.name} style={{ paddingInlineStart: level * LEVEL_PIXELS }}>
      {handle}
      <TaskButton task={task} onEdit={onEdit} />
      {task.milestone && (
        <Badge tone="info">
          <Trans>Milestone</Trans>
        </Badge>
      )}
      {buttons}
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
