import type { QueryClient } from "@tanstack/react-query";
import { isFlushing } from "../offline/flush.ts";
import { askAgain, meQuery } from "../session/useMe.ts";
import { Refresh } from "./refresh.ts";
import { SharedStream } from "./stream.ts";
import { KINDS, type Kind, touches } from "./touched.ts";
import { watchTyping } from "./typing.ts";

/**
 * Shows what others and the services did as soon as they did it: hints say what to read anew. Reading on focus and every 30 s
 * goes on; it is all there is where a browser has no Web Locks (without https).
 */
export function followHints(client: QueryClient): void {
  if (!navigator.locks) return;
  const types = watchTyping(document);
  const refresh = new Refresh(
    (kinds) => readAnew(client, kinds),
    () => types() || isFlushing(),
  );
  const stream = new SharedStream((hint) => {
    if (hint === null) askAgain(client);
    refresh.hear(hint ?? KINDS);
  });
  const look = () => stream.want(!document.hidden && isInside(client));
  document.addEventListener("visibilitychange", look);
  client.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey[1] === meQuery.queryKey[1]) look();
  });
  look();
}

/** Whether somebody is logged in on this page: pages for everybody do not ask who it is. */
function isInside(client: QueryClient): boolean {
  const me = client.getQueryCache().find({ queryKey: meQuery.queryKey });
  return me?.isActive() === true && me.state.status === "success";
}

/** Reads of a hidden page wait until somebody looks. */
function readAnew(client: QueryClient, kinds: ReadonlySet<Kind>): void {
  void client.invalidateQueries(
    {
      predicate: ({ queryKey }) => touches(kinds, queryKey),
      refetchType: document.hidden ? "none" : "active",
    },
    { cancelRefetch: false },
  );
}
