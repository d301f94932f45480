import { addDays, type Day, daysBetween, mondayOf } from "../time/workDate.ts";

/** The days of a task, both included. */
export interface Span {
  readonly start: Day;
  readonly finish: Day;
}

interface Planned {
  readonly id: string;
  readonly planned_start: Day | null;
  readonly planned_finish: Day | null;
  readonly depends_on: readonly string[];
}

const WEEKS_AROUND = 1;

/** A task with one day only is of that day; without any it has no place. */
export function spanOf({ planned_start, planned_finish }: Omit<Planned, "id" | "depends_on">): Span | null {
  const start = planned_start ?? planned_finish;
  const finish = planned_finish ?? planned_start;
  return start && finish ? { start, finish } : null;
}

/** The Mondays of all weeks that have something, today's among them, and some around. */
export function weeksOf(spans: readonly Span[], today: Day): readonly Day[] {
  const first = spans.reduce((day, { start }) => (start < day ? start : day), today);
  const last = spans.reduce((day, { finish }) => (finish > day ? finish : day), today);
  const monday = addDays(mondayOf(first), -7 * WEEKS_AROUND);
  const count = Math.floor(daysBetween(monday, last) / 7) + 1 + WEEKS_AROUND;
  return Array.from({ length: count }, (_, week) => addDays(monday, week * 7));
}

/** Where a span lies, in days since the first one. */
export function placeOf({ start, finish }: Span, first: Day): { from: number; days: number } {
  return { from: daysBetween(first, start), days: daysBetween(start, finish) + 1 };
}

export type Grip = "whole" | "start" | "finish";

/** The span after it was dragged by so many days; it is never shorter than a day. */
export function dragged({ start, finish }: Span, grip: Grip, days: number): Span {
  if (grip === "whole") return { start: addDays(start, days), finish: addDays(finish, days) };
  if (grip === "finish") {
    const moved = addDays(finish, days);
    return { start, finish: moved < start ? start : moved };
  }
  const moved = addDays(start, days);
  return { start: moved > finish ? finish : moved, finish };
}

/** What an arrow key does: it moves, with Shift the finish, with Alt the start. Null: nothing. */
export function keyed(event: { key: string; shiftKey: boolean; altKey: boolean }): [Grip, number] | null {
  const days = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
  if (!days) return null;
  return [event.shiftKey ? "finish" : event.altKey ? "start" : "whole", days];
}

/** Whether a task begins before one that it waits for is finished. */
function tooEarly(task: Span, needed: Span): boolean {
  return task.start <= needed.finish;
}

interface Tie {
  readonly from: string;
  readonly to: string;
  readonly early: boolean;
}

/** Which tasks wait for which, of those that have a place. */
export function tiesOf(tasks: readonly Planned[], spans: ReadonlyMap<string, Span>): readonly Tie[] {
  return tasks.flatMap(({ id, depends_on }) =>
    depends_on.flatMap((needed) => {
      const [task, before] = [spans.get(id), spans.get(needed)];
      return task && before ? [{ from: needed, to: id, early: tooEarly(task, before) }] : [];
    }),
  );
}
