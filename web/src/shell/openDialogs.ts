import { useSyncExternalStore } from "react";

type Which = "palette" | "keys" | null;
let open: Which = null;
const listeners = new Set<() => void>();

/** One of the shell's two dialogs is open, or none. */
export function openDialog(which: Which): void {
  open = which;
  for (const listener of listeners) listener();
}

export function useOpenDialog(): Which {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
