import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asProblem } from "../api/problem.ts";
import { bringProblemWords, fieldWords, problemWords } from "../api/problemWords.ts";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { refreshServices } from "../api/useWrite.ts";
import type { Task } from "../directory/lists.ts";
import { announce } from "../ui/announce.ts";
import { toast } from "../ui/toasts.ts";
import { type TaskLine, tasksQuery, treeOf } from "./project.ts";
import { ordered, type Place, withPlaced } from "./taskOrder.ts";

/** Says where a task goes, in the tree as it is at that moment; null: it stays. */
export type Whither = (lines: readonly TaskLine[]) => Place | null;

/** A task that was put elsewhere, and is shown there until the service has said so. */
interface Move {
  readonly task: Task;
  readonly place: Place;
}

/** Puts tasks elsewhere in their tree: shown and said at once, sent one after the other. */
export function usePlaceTask(projectId: string) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { queryKey } = tasksQuery(projectId);
  const moves = useRef<readonly Move[]>([]);
  const versions = useRef(new Map<string, number>());
  const [shown, setShown] = useState<readonly Move[]>([]);
  const keep = (next: readonly Move[]) => {
    moves.current = next;
    setShown(next);
  };
  const refused = async (error: unknown) => {
    await bringProblemWords();
    const problem = asProblem(error);
    const [reason] = fieldWords(problem, i18n).values();
    toast(reason ?? problemWords(problem, i18n), { tone: "danger" });
    keep([]);
  };
  const sendAll = async () => {
    const sent = new Set<Move>();
    for (let next = moves.current[0]; next; next = moves.current.find((one) => !sent.has(one))) {
      sent.add(next);
      const { task, place } = next;
      const version = Math.max(task.version, versions.current.get(task.id) ?? 0);
      const moved = await move({ id: task.id, version }, place).catch(refused);
      if (moved) versions.current.set(moved.id, moved.version);
    }
    await refreshServices(client, ["timer"]);
    keep(moves.current.filter((one) => !sent.has(one)));
    if (moves.current.length > 0) void sendAll();
  };
  const tell = ({ task, place: { parent_id } }: Move, tasks: readonly Task[]) => {
    const parts = ordered(tasks.filter((one) => one.parent_id === parent_id));
    const parent = tasks.find(({ id }) => id === parent_id)?.name;
    const [at, count] = [parts.findIndex(({ id }) => id === task.id) + 1, parts.length];
    const where = t`${task.name}: ${at} of ${count}`;
    announce(parent ? t`${where}, part of ${parent}` : where);
  };
  const place = ({ id }: Task, whither: Whither) => {
    const known = client.getQueryData(queryKey) ?? [];
    const tasks = afterMoves(known, moves.current);
    const task = known.find((one) => one.id === id);
    const where = whither(treeOf(tasks, undefined));
    if (!task || !where) return;
    const idle = moves.current.length === 0;
    const made = { task, place: where };
    keep([...moves.current, made]);
    tell(made, withPlaced(tasks, id, where));
    if (idle) void sendAll();
  };
  return { place, moves: shown };
}

/** The tasks as they will be when all moves are done. */
export function afterMoves(tasks: readonly Task[], moves: readonly Move[]): readonly Task[] {
  return moves.reduce((before, { task, place }) => withPlaced(before, task.id, place), tasks);
}

function move(task: Pick<Task, "id" | "version">, body: Place): Promise<Task> {
  const params = { path: { task_id: task.id }, header: ifMatch(task) };
  return data(timer.POST("/v1/tasks/{task_id}/move", { params, body }));
}
