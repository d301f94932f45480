import { toast } from "./toasts.ts";

interface Undoable {
  readonly message: string;
  readonly undoLabel: string;
  readonly seconds?: number;
  /** What is really done when nobody took it back in time, or the page is left. */
  readonly act: () => void;
  readonly onUndo?: () => void;
}

/** Does something after a few seconds in which it can be taken back; at once when the page is hidden. */
export function later({ message, undoLabel, seconds = 10, act, onUndo }: Undoable): void {
  const doIt = () => {
    stop();
    act();
  };
  const hidden = () => document.visibilityState === "hidden" && doIt();
  const timer = setTimeout(doIt, seconds * 1000);
  document.addEventListener("visibilitychange", hidden);
  const undo = () => {
    stop();
    onUndo?.();
  };
  const remove = toast(message, { seconds: null, action: { label: undoLabel, run: undo } });
  function stop(): void {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", hidden);
    remove();
  }
}
