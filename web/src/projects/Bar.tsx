import { useLingui } from "@lingui/react/macro";
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useFormats } from "../i18n/format.ts";
import type { TaskLine } from "./project.ts";
import styles from "./Timeline.module.css";
import { dragged, type Grip, keyed, placeOf, type Span } from "./timeline.ts";

interface Props {
  readonly line: TaskLine;
  readonly span: Span | null;
  /** The first day of the timeline. */
  readonly first: string;
  readonly off: string | undefined;
  readonly busy: boolean;
  /** While it is dragged; null when that ended. */
  readonly onDrag: (span: Span | null) => void;
  readonly onMove: (span: Span) => void;
}

/** A task in time. */
export function Bar({ line: { task, progress }, span, first, off, busy, onDrag, onMove }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const drag = useDrag(span, off, onDrag, onMove);
  if (!span) return null;
  const { from, days } = placeOf(span, first);
  const done = (progress ?? task).percent_done ?? 0;
  const when = formats.days(span.start, span.finish);
  const key = (event: KeyboardEvent) => {
    const found = keyed(event);
    if (!found || off) return;
    event.preventDefault();
    onMove(dragged(span, ...found));
  };
  return (
    <button
      type="button"
      className={styles.bar}
      style={{ "--from": from, "--days": days } as CSSProperties}
      aria-label={t`${task.name}, ${when}`}
      aria-disabled={off ? true : undefined}
      title={off ?? when}
      data-busy={busy || undefined}
      data-late={progress?.late ? true : undefined}
      data-milestone={task.milestone || undefined}
      onKeyDown={key}
      {...drag}
    >
      {!task.milestone && <span className={styles.done} style={{ inlineSize: `${done}%` }} />}
      {!task.milestone && <span className={styles.grip} data-grip="start" />}
      {!task.milestone && <span className={styles.grip} data-grip="finish" />}
    </button>
  );
}

interface Held {
  readonly grip: Grip;
  readonly from: number;
  readonly span: Span;
  readonly day: number;
}

/** Follows a pointer from where it went down, in whole days. */
function useDrag(
  span: Span | null,
  off: string | undefined,
  onDrag: Props["onDrag"],
  onMove: Props["onMove"],
) {
  const held = useRef<Held | null>(null);
  const at = (event: PointerEvent): Span | null => {
    if (!held.current) return null;
    const { grip, from, span: was, day } = held.current;
    return dragged(was, grip, Math.round((event.clientX - from) / day));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (off || !span || event.button !== 0) return;
      const grip = (event.target as HTMLElement).dataset.grip as Grip | undefined;
      const bar = event.currentTarget;
      bar.setPointerCapture(event.pointerId);
      const days = Number(bar.style.getPropertyValue("--days"));
      const day = bar.getBoundingClientRect().width / days;
      held.current = { grip: grip ?? "whole", from: event.clientX, span, day };
    },
    onPointerMove: (event: PointerEvent) => held.current && onDrag(at(event)),
    onPointerUp: (event: PointerEvent) => {
      const moved = at(event);
      const was = held.current?.span;
      held.current = null;
      onDrag(null);
      if (moved && was && (moved.start !== was.start || moved.finish !== was.finish)) onMove(moved);
    },
    onPointerCancel: () => {
      held.current = null;
      onDrag(null);
    },
  };
}
