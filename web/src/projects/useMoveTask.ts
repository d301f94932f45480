import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../api/problem.ts";
import { bringProblemWords, problemWords } from "../api/problemWords.ts";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { refreshServices } from "../api/useWrite.ts";
import type { Task } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { announce } from "../ui/announce.ts";
import { toast } from "../ui/toasts.ts";
import { type Span, spanOf } from "./timeline.ts";

interface Moving {
  /** Where tasks were put and the service has not answered yet. */
  readonly spans: ReadonlyMap<string, Span>;
  readonly move: (task: Task, span: Span) => Promise<void>;
}

/** Gives a task other days, over the version that was read; it can be taken back. */
export function useMoveTask(): Moving {
  const { t, i18n } = useLingui();
  const { days } = useFormats();
  const client = useQueryClient();
  const [spans, setSpans] = useState<ReadonlyMap<string, Span>>(new Map());
  const send = async (task: Task, span: Span | null): Promise<Task | null> => {
    if (span) setSpans((known) => new Map(known).set(task.id, span));
    try {
      return await put(task, span);
    } catch (error) {
      await bringProblemWords();
      toast(problemWords(asProblem(error), i18n), { tone: "danger" });
      return null;
    } finally {
      await refreshServices(client, ["timer"]);
      setSpans((known) => new Map([...known].filter(([id]) => id !== task.id)));
    }
  };
  const move = async (task: Task, span: Span) => {
    if (spans.has(task.id)) return; // one after the other: each needs the version that the one before made
    const moved = await send(task, span);
    if (!moved) return;
    const message = t`${task.name}: ${days(span.start, span.finish)}`;
    announce(message);
    toast(message, { action: { label: t`Undo`, run: () => void send(moved, spanOf(task)) } });
  };
  return { spans, move };
}

function put(task: Task, span: Span | null): Promise<Task> {
  const start = task.milestone ? null : (span?.start ?? null);
  const body = { planned_start: start, planned_finish: span?.finish ?? null };
  const params = { path: { task_id: task.id }, header: ifMatch(task) };
  return data(timer.PATCH("/v1/tasks/{task_id}", { params, body }));
}
