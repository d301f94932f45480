import { useCallback, useEffect } from "react";
import { useMe } from "../session/useMe.ts";
import type { Operation } from "./change.ts";
import { flushFor } from "./flush.ts";
import { askToPersist } from "./keep.ts";
import { keepOperation } from "./outbox.ts";
import { showPendingOf } from "./usePending.ts";

/** Says what is to become of an entry of one's own: shown at once, safe on disk, and sent as soon as that works. */
export function useOperation(): (id: string, operation: Operation) => Promise<void> {
  const { id: member } = useMe();
  return useCallback((id, operation) => keepOperation(member, id, operation), [member]);
}

/** Begins to show and send what the member left here, after log-in and after a reload. */
export function useOutboxOfMe(): void {
  const { id } = useMe();
  useEffect(() => {
    void showPendingOf(id);
    flushFor(id);
    askToPersist();
    return () => flushFor(null);
  }, [id]);
}
