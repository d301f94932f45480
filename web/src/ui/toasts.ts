import { useSyncExternalStore } from "react";

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: "neutral" | "danger";
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  readonly seconds: number | null;
}

let toasts: readonly Toast[] = [];
let made = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message for a moment; returns what takes it away. `seconds: null` stays until it is closed. */
export function toast(message: string, options: Partial<Omit<Toast, "id" | "message">> = {}): () => void {
  made += 1;
  const shown: Toast = { id: made, message, tone: "neutral", seconds: 6, ...options };
  set([...toasts, shown].slice(-3));
  const remove = () => dismiss(shown.id);
  if (shown.seconds !== null) setTimeout(remove, shown.seconds * 1000);
  return remove;
}

export function dismiss(id: number): void {
  set(toasts.filter((other) => other.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
