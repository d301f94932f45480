import { useDeferredValue } from "react";

/** False in a component's first paint, true at once after it: for what may come a moment later. */
export function useAfterPaint(): boolean {
  return useDeferredValue(true, false);
}
