import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { formatDuration } from "../time/duration.ts";
import { addDays } from "../time/workDate.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Drawer } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import styles from "./Plan.module.css";
import { loadOf, type Plan, type PlannedWeek } from "./plan.ts";

interface Row {
  /** Null: what nobody is to do yet. */
  readonly agent_id: string | null;
  readonly name: string;
  readonly weeks: readonly PlannedWeek[];
}

interface Shown {
  readonly name: string;
  readonly week: PlannedWeek;
}

/** A line for each person, a column for each week; a cell opens what is in it. */
export function PlanTable({ plan }: { readonly plan: Plan }) {
  const { t } = useLingui();
  const { day, days } = useFormats();
  const [shown, setShown] = useState<Shown | null>(null);
  const rows: Row[] = [...plan.agents, { agent_id: null, name: t`Nobody yet`, weeks: plan.unassigned }];
  if (!plan.agents.length) return <EmptyState title={t`Nobody logs time here yet`} />;
  const columns: Column<Row>[] = [
    { key: "name", head: t`Person`, main: true, cell: ({ name }) => name },
    ...plan.weeks.map((monday, number) => ({
      key: monday,
      head: day(monday),
      align: "end" as const,
      cell: (row: Row) => {
        const week = row.weeks[number];
        const open = () => week && setShown({ name: row.name, week });
        return week && <Cell week={week} anybody={row.agent_id !== null} name={row.name} onOpen={open} />;
      },
    })),
  ];
  const week = shown?.week;
  return (
    <>
      <DataTable
        label={t`Plan by person and week`}
        columns={columns}
        rows={rows}
        rowKey={({ agent_id }) => agent_id ?? "nobody"}
      />
      {week && (
        <Drawer
          title={`${shown.name}, ${days(week.first_day, addDays(week.first_day, 6))}`}
          open
          onClose={() => setShown(null)}
        >
          <Tasks plan={plan} week={week} />
        </Drawer>
      )}
    </>
  );
}

interface CellProps {
  readonly week: PlannedWeek;
  /** Whether somebody can work: else there is nothing to compare with. */
  readonly anybody: boolean;
  readonly name: string;
  readonly onOpen: () => void;
}

function Cell({ week, anybody, name, onOpen }: CellProps) {
  const { t } = useLingui();
  const { day } = useFormats();
  const planned = formatDuration(week.planned_seconds);
  if (!week.tasks.length)
    return <span className="muted">{anybody ? formatDuration(week.capacity_seconds) : "–"}</span>;
  return (
    <button
      type="button"
      className={styles.cell}
      data-load={anybody ? loadOf(week) : "free"}
      onClick={onOpen}
    >
      <span className="visually-hidden">{t`${name}, week of ${day(week.first_day)}:`}</span>
      <strong>{planned}</strong>
      {anybody && <span>/ {formatDuration(week.capacity_seconds)}</span>}
      {anybody && week.over_seconds > 0 && (
        <span className={styles.over}>
          <Trans>{formatDuration(week.over_seconds)} over</Trans>
        </span>
      )}
    </button>
  );
}

function Tasks({ plan, week }: { readonly plan: Plan; readonly week: PlannedWeek }) {
  const { days } = useFormats();
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  return (
    <ul className={styles.tasks}>
      {week.tasks.map(({ task_id, seconds }) => {
        const task = tasks.get(task_id);
        return (
          task && (
            <li key={task_id}>
              <span>
                <Link to={withQuery(paths.project(task.project_id), { view: "timeline" })}>{task.name}</Link>
                <span className="muted">
                  {" "}
                  {task.project_name}, {days(task.planned_start, task.planned_finish)}
                </span>
              </span>
              <span>{formatDuration(seconds)}</span>
            </li>
          )
        );
      })}
    </ul>
  );
}
