import { useLingui } from "@lingui/react/macro";
import type { HTMLAttributes, KeyboardEvent } from "react";
import { useMay } from "../session/may.ts";
import { IconButton } from "../ui/Button.tsx";
import styles from "./MoveTask.module.css";
import type { TaskLine } from "./project.ts";
import { type Step, stepOfKey } from "./taskOrder.ts";

interface Props {
  readonly line: TaskLine;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onStep: (line: TaskLine, step: Step) => void;
  readonly drag: HTMLAttributes<HTMLElement>;
}

/** The handle by which a task is dragged; pressed, it offers the same by buttons, and the arrow keys do it at once. */
export function MoveTask({ line, open, onOpen, onStep, drag }: Props) {
  const { t } = useLingui();
  const off = useMay().not("manage-work");
  const key = (event: KeyboardEvent) => {
    if (event.key === "Escape") onOpen(false);
    const step = stepOfKey(event.key);
    if (!step || off || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onStep(line, step);
  };
  return (
    <button
      type="button"
      className={styles.handle}
      data-handle={line.task.id}
      aria-label={t`Move ${line.task.name}`}
      aria-expanded={open}
      aria-disabled={off ? true : undefined}
      title={off ?? t`Drag it, or use the arrow keys`}
      onKeyDown={key}
      onClick={() => !off && onOpen(!open)}
      {...(off ? {} : drag)}
    >
      <svg viewBox="0 0 10 16" width="10" height="16" aria-hidden="true" fill="currentColor">
        <path d="M1 2h2v2H1zM7 2h2v2H7zM1 7h2v2H1zM7 7h2v2H7zM1 12h2v2H1zM7 12h2v2H7z" />
      </svg>
    </button>
  );
}

interface ButtonsProps extends Pick<Props, "line" | "onStep"> {
  /** Whether it can go farther that way. */
  readonly may: (line: TaskLine, step: Step) => boolean;
}

/** What dragging does, by a press each. */
export function MoveButtons({ line, onStep, may }: ButtonsProps) {
  const { t } = useLingui();
  const words: readonly (readonly [Step, string, string])[] = [
    ["up", t`Move up`, "M12 19V5M6 11l6-6 6 6"],
    ["down", t`Move down`, "M12 5v14M6 13l6 6 6-6"],
    ["out", t`Move out`, "M19 12H5M11 6l-6 6 6 6"],
    ["in", t`Make it a part of the one above`, "M5 12h14M13 6l6 6-6 6"],
  ];
  const farthest = t`It can go no farther that way.`;
  return (
    <span className={styles.buttons}>
      {words.map(([step, word, path]) => (
        <IconButton
          key={step}
          name={word}
          off={may(line, step) ? undefined : farthest}
          onClick={() => onStep(line, step)}
        >
          <svg
            viewBox="0 0 24 24"
            width="18"
            height="18"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
          >
            <path d={path} strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </IconButton>
      ))}
    </span>
  );
}
