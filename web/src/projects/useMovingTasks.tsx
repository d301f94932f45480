import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { MoveButtons, MoveTask } from "./MoveTask.tsx";
import { type TaskLine, treeOf } from "./project.ts";
import { placeAfter, type Step } from "./taskOrder.ts";
import { afterMoves, usePlaceTask } from "./usePlaceTask.ts";
import { useTreeDrag } from "./useTreeDrag.ts";

/** The lines of a tree as they are moved, handles for them, and the buttons of the one whose handle was pressed. */
export function useMovingTasks(projectId: string, stored: readonly TaskLine[]) {
  const dropped = useRef(false);
  const [open, setOpen] = useState<string | null>(null);
  const { place, moves } = usePlaceTask(projectId);
  const lines = moves.length > 0 ? relined(stored, moves) : stored;
  const { tree, keepFocus } = useFocusOnHandle(lines);
  const { mark, handle } = useTreeDrag(lines, ({ task }, where) => {
    dropped.current = true;
    place(task, () => where);
  });
  const may = (line: TaskLine, step: Step) => placeAfter(step, line.task.id, lines) !== null;
  const step = ({ task }: TaskLine, way: Step) => {
    keepFocus(task.id);
    place(task, (now) => placeAfter(way, task.id, now));
  };
  const openOrNot = (id: string, wanted: boolean) => {
    if (dropped.current)
      dropped.current = false; // the click that ends a drag
    else setOpen(wanted ? id : null);
  };
  const handleOf = (line: TaskLine) => (
    <MoveTask
      line={line}
      open={open === line.task.id}
      onOpen={(wanted) => openOrNot(line.task.id, wanted)}
      onStep={step}
      drag={handle(line)}
    />
  );
  const buttonsOf = (line: TaskLine) =>
    open === line.task.id && <MoveButtons line={line} onStep={step} may={may} />;
  return { tree, lines, mark, handleOf, buttonsOf };
}

function relined(lines: readonly TaskLine[], moves: Parameters<typeof afterMoves>[1]): readonly TaskLine[] {
  const progress = new Map(lines.map((line) => [line.task.id, line.progress]));
  const tasks = afterMoves(
    lines.map(({ task }) => task),
    moves,
  );
  return treeOf(tasks, undefined).map((line) => ({ ...line, progress: progress.get(line.task.id) ?? null }));
}

/** A row that moves in the page loses the focus: whoever stepped by its handle goes on stepping. */
function useFocusOnHandle(lines: readonly TaskLine[]) {
  const tree = useRef<HTMLDivElement>(null);
  const kept = useRef<string | null>(null);
  const keepFocus = (id: string) => {
    if (document.activeElement?.matches("[data-handle]")) kept.current = id;
  };
  useEffect(() => {
    const leave = () => {
      kept.current = null;
    };
    addEventListener("pointerdown", leave, { capture: true });
    return () => removeEventListener("pointerdown", leave, { capture: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the lines are others
  useLayoutEffect(() => {
    if (kept.current && document.activeElement === document.body)
      tree.current?.querySelector<HTMLElement>(`[data-handle="${kept.current}"]`)?.focus();
  }, [lines]);
  return { tree, keepFocus };
}
