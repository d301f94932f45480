import { Trans, useLingui } from "@lingui/react/macro";
import { type CSSProperties, useState } from "react";
import type { Task } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { addDays, daysBetween } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { Bar } from "./Bar.tsx";
import type { TaskLine } from "./project.ts";
import { TaskButton } from "./TaskButton.tsx";
import { Ties } from "./Ties.tsx";
import styles from "./Timeline.module.css";
import { type Span, spanOf, weeksOf } from "./timeline.ts";
import { useMoveTask } from "./useMoveTask.ts";

interface Props {
  readonly lines: readonly TaskLine[];
  readonly today: string;
  readonly onEdit: (task: Task) => void;
}

/** Tasks as bars in time, with what waits for what. A bar is dragged, or moved by the arrow keys. */
export function Timeline({ lines, today, onEdit }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const { day } = useFormats();
  const [dragging, setDragging] = useState<{ readonly id: string; readonly span: Span } | null>(null);
  const moving = useMoveTask();
  const spans = spansOf(lines, moving.spans, dragging);
  const weeks = weeksOf([...spans.values()], today);
  const [first = today] = weeks;
  const off = may.not("manage-work");
  return (
    <>
      <p className="muted">
        <Trans>
          Drag a bar to move it, its ends to make it longer. With the keyboard: arrows move by a day, Page up
          and Page down by a week, with Shift the finish, with Alt the start.
        </Trans>
      </p>
      <section className={styles.frame} aria-label={t`Timeline`}>
        <div className={styles.inside} style={{ "--count": weeks.length * 7 } as CSSProperties}>
          <div className={styles.head} aria-hidden="true">
            <span className={styles.who} />
            {weeks.map((monday) => (
              <span key={monday} className={styles.week}>
                {day(monday)}
              </span>
            ))}
          </div>
          {lines.map((line) => (
            <div key={line.task.id} className={styles.line}>
              <Name line={line} onEdit={onEdit} />
              <div className={styles.track}>
                <Bar
                  line={line}
                  span={spans.get(line.task.id) ?? null}
                  first={first}
                  off={off}
                  busy={moving.spans.has(line.task.id)}
                  onDrag={(span) => setDragging(span && { id: line.task.id, span })}
                  onMove={(span) => void moving.move(line.task, span)}
                />
              </div>
            </div>
          ))}
          <Ties lines={lines} spans={spans} first={first} days={weeks.length * 7} />
          <div className={styles.today} style={{ "--at": daysBetween(first, today) } as CSSProperties} />
        </div>
      </section>
      <Unplanned
        lines={lines}
        today={today}
        off={off}
        onPlan={(task, span) => void moving.move(task, span)}
      />
    </>
  );
}

/** Where each task lies: as it is dragged, as it was sent, else as it was read. */
function spansOf(
  lines: readonly TaskLine[],
  sent: ReadonlyMap<string, Span>,
  dragging: { readonly id: string; readonly span: Span } | null,
): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { task, progress } of lines) {
    const own = spanOf(task) ?? (progress && spanOf(progress));
    const span = dragging?.id === task.id ? dragging.span : (sent.get(task.id) ?? own);
    if (span) spans.set(task.id, span);
  }
  return spans;
}

function Name({ line: { task, level }, onEdit }: { readonly line: TaskLine } & Pick<Props, "onEdit">) {
  return (
    <span className={styles.who} style={{ paddingInlineStart: `${level * 0.75 + 0.25}rem` }}>
      <TaskButton task={task} onEdit={onEdit} />
    </span>
  );
}

interface UnplannedProps {
  readonly lines: readonly TaskLine[];
  readonly today: string;
  readonly off: string | undefined;
  readonly onPlan: (task: Task, span: Span) => void;
}

const A_WEEK = 4;

/** Tasks without days have no bar until they get some. */
function Unplanned({ lines, today, off, onPlan }: UnplannedProps) {
  const { t } = useLingui();
  const without = lines.filter(({ task }) => !spanOf(task) && !task.archived && task.status !== "done");
  if (!without.length) return null;
  const span = { start: today, finish: addDays(today, A_WEEK) };
  return (
    <div className="row">
      <span className="muted">
        <Trans>Without days:</Trans>
      </span>
      {without.map(({ task }) => (
        <Button key={task.id} small off={off} title={t`Plan from today`} onClick={() => onPlan(task, span)}>
          {task.name}
        </Button>
      ))}
    </div>
  );
}
