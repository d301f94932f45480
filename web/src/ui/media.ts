import { useSyncExternalStore } from "react";

/** Whether a grid of seven days has no room. */
export const useNarrow = media("(max-width: 699.98px)");

/** Whether there is room for the side bar; else there is the bar of four. */
export const useWide = media("(min-width: 900px)");

function media(condition: string): () => boolean {
  const query = matchMedia(condition);
  const listen = (changed: () => void) => {
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  };
  return () => useSyncExternalStore(listen, () => query.matches);
}
