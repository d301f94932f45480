import { useSyncExternalStore } from "react";

const query = matchMedia("(max-width: 699.98px)");

/** Whether a grid of seven days has no room. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => query.matches,
  );
}
