import { queryOptions } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import type { Task } from "../directory/lists.ts";
import { ordered } from "./taskOrder.ts";

type Schemas = TimerSchemas["schemas"];
export type Tracked = Schemas["ProjectProgressResponse"];
type Progress = Schemas["ProgressResponse"];

/** A task with how far it is, in the order of the tree. */
export interface TaskLine {
  readonly task: Task;
  readonly level: number;
  /** Null for those who may not see others' time. */
  readonly progress: Progress | null;
}

export const projectQuery = (id: string) =>
  timer.query("/v1/projects/{project_id}", { params: { path: { project_id: id } } });

export const progressQuery = (id: string) =>
  timer.query("/v1/projects/{project_id}/progress", { params: { path: { project_id: id } } });

/** All tasks of the project, however many. */
export const tasksQuery = (id: string) =>
  queryOptions({
    queryKey: ["timer", "/v1/tasks", { project_id: id }],
    queryFn: () =>
      everyPage<Task>((page) =>
        data(timer.GET("/v1/tasks", { params: { query: { project_id: id, ...page } } })),
      ),
  });

/** Each task followed by its subtasks, as the API orders them. */
export function treeOf(tasks: readonly Task[], tracked: Tracked | undefined): readonly TaskLine[] {
  const progress = new Map(tracked?.tasks.map((one) => [one.task_id, one.progress]));
  const parts = Map.groupBy(tasks, ({ parent_id }) => parent_id ?? null);
  const lines: TaskLine[] = [];
  const add = (parent: string | null, level: number): void => {
    for (const task of ordered(parts.get(parent) ?? [])) {
      lines.push({ task, level, progress: progress.get(task.id) ?? null });
      add(task.id, level + 1);
    }
  };
  add(null, 0);
  return lines;
}

/** How much of a whole is used up, in percent for the drawing of a bar. */
export function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.round((part / whole) * 100)) : 0;
}
