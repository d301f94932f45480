import { type PointerEvent, useRef, useState } from "react";
import type { TaskLine } from "./project.ts";
import { linesWithout, type Place, placeAt } from "./taskOrder.ts";

/** How far in a level of the tree begins behind the one above it. */
export const LEVEL_PIXELS = 20;
const EDGE_PIXELS = 64;
const NEAR_PIXELS = 4;

/** Where a dragged task would go, as it is drawn: in pixels of the tree. */
export interface Mark {
  readonly top: number;
  readonly level: number;
  readonly place: Place;
}

interface Held {
  readonly line: TaskLine;
  readonly x: number;
  readonly y: number;
}

/** Follows a pointer that drags a task by its handle: up and down between others, to the sides for its level. */
export function useTreeDrag(lines: readonly TaskLine[], onDrop: (line: TaskLine, place: Place) => void) {
  const held = useRef<Held | null>(null);
  const [mark, setMark] = useState<(Mark & { readonly id: string }) | null>(null);
  const end = () => {
    held.current = null;
    setMark(null);
  };
  const handle = (line: TaskLine) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { line, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { current } = held;
      if (!current || (!mark && isNear(current, event))) return;
      const level = current.line.level + Math.round((event.clientX - current.x) / LEVEL_PIXELS);
      setMark({ ...markAt(event, current.line, level, lines), id: line.task.id });
      scrollAtEdge(event.clientY);
    },
    onPointerUp: () => {
      if (mark && held.current) onDrop(held.current.line, mark.place);
      end();
    },
    onPointerCancel: end,
  });
  return { mark, handle, giveUp: end };
}

function isNear({ x, y }: Held, event: PointerEvent): boolean {
  return Math.abs(event.clientX - x) + Math.abs(event.clientY - y) < NEAR_PIXELS;
}

function markAt(
  event: PointerEvent<HTMLElement>,
  { task }: TaskLine,
  level: number,
  lines: readonly TaskLine[],
): Mark {
  const rest = linesWithout(task.id, lines);
  const tree = event.currentTarget.closest("[data-tree]");
  const rows = [...(tree?.querySelectorAll("tbody tr") ?? [])].map((row) => row.getBoundingClientRect());
  const left = rest.map(({ task: { id } }) => rows[lines.findIndex((line) => line.task.id === id)]);
  const found = left.findIndex((row) => row && event.clientY < row.top + row.height / 2);
  const gap = found < 0 ? rest.length : found;
  const edge = left[gap]?.top ?? left.at(-1)?.bottom ?? 0;
  return { ...placeAt(gap, level, rest), top: edge - (tree?.getBoundingClientRect().top ?? 0) };
}

function scrollAtEdge(y: number): void {
  if (y < EDGE_PIXELS) scrollBy(0, y - EDGE_PIXELS);
  if (y > innerHeight - EDGE_PIXELS) scrollBy(0, y - innerHeight + EDGE_PIXELS);
}
