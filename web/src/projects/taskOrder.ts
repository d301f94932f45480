/** Where tasks stand in their tree, and where a step or a drag leads. */

export interface Placed {
  readonly id: string;
  readonly parent_id: string | null;
  readonly position: number;
}

interface Line {
  readonly task: Placed;
  readonly level: number;
}

/** A place in the tree: right before another part of the parent, or behind all. */
export interface Place {
  readonly parent_id: string | null;
  readonly before_id: string | null;
}

export type Step = "up" | "down" | "in" | "out";

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "out",
  ArrowRight: "in",
};

export function stepOfKey(key: string): Step | null {
  return STEPS[key] ?? null;
}

/** Where a task goes by a step; null: it can go no farther. */
export function placeAfter(step: Step, id: string, lines: readonly Line[]): Place | null {
  const task = lines.find((line) => line.task.id === id)?.task;
  if (!task) return null;
  const beside = partsOf(task.parent_id, lines);
  const at = beside.findIndex((part) => part.id === id);
  const before = beside[at - 1];
  if (step === "up") return before ? { parent_id: task.parent_id, before_id: before.id } : null;
  if (step === "in") return before ? { parent_id: before.id, before_id: null } : null;
  if (step === "down")
    return beside[at + 1] ? { parent_id: task.parent_id, before_id: beside[at + 2]?.id ?? null } : null;
  return placeOut(task, lines);
}

function placeOut({ parent_id }: Placed, lines: readonly Line[]): Place | null {
  const parent = lines.find((line) => line.task.id === parent_id)?.task;
  if (!parent) return null;
  const beside = partsOf(parent.parent_id, lines);
  const behind = beside[beside.findIndex((part) => part.id === parent.id) + 1];
  return { parent_id: parent.parent_id, before_id: behind?.id ?? null };
}

/** The lines of a tree without those of a task and its parts: what it can be dropped between. */
export function linesWithout<One extends Line>(id: string, lines: readonly One[]): readonly One[] {
  const from = lines.findIndex((line) => line.task.id === id);
  const level = lines[from]?.level ?? 0;
  const behind = lines.findIndex((line, at) => at > from && line.level <= level);
  return lines.filter((_, at) => at < from || (behind >= 0 && at >= behind));
}

/** What a task that is let go at a gap of these lines becomes; as deep as is asked, where that is possible there. */
export function placeAt(
  gap: number,
  level: number,
  lines: readonly Line[],
): { readonly place: Place; readonly level: number } {
  const [above, below] = [lines[gap - 1], lines[gap]];
  const least = below?.level ?? 0;
  const deep = Math.max(least, Math.min(level, above ? above.level + 1 : 0));
  const parent = lines.slice(0, gap).findLast((line) => line.level === deep - 1);
  const before_id = below && below.level === deep ? below.task.id : null;
  return { place: { parent_id: parent?.task.id ?? null, before_id }, level: deep };
}

/** The tasks after one was put elsewhere, until the service has said so. */
export function withPlaced<One extends Placed>(
  tasks: readonly One[],
  id: string,
  { parent_id, before_id }: Place,
): One[] {
  const parts = ordered(tasks.filter((task) => task.parent_id === parent_id && task.id !== id));
  const found = before_id === null ? -1 : parts.findIndex((part) => part.id === before_id);
  const at = found < 0 ? parts.length : found;
  const order = [...parts.slice(0, at).map(idOf), id, ...parts.slice(at).map(idOf)];
  return tasks.map((task) => {
    const position = order.indexOf(task.id);
    if (position < 0) return task;
    return { ...task, position, parent_id };
  });
}

export function ordered<One extends Placed>(tasks: readonly One[]): One[] {
  return tasks.toSorted((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
}

function partsOf(parentId: string | null, lines: readonly Line[]): readonly Placed[] {
  return lines.map(({ task }) => task).filter(({ parent_id }) => parent_id === parentId);
}

function idOf({ id }: Placed): string {
  return id;
}
