import { hashKey, type QueryClient } from "@tanstack/react-query";
import { database } from "./database.ts";

/** Queries with `meta: { keep: true }` are there again after a reload, with or without a network. */
export function keepForOffline(client: QueryClient): void {
  client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success" || !event.query.meta?.keep) return;
    const { queryKey, state } = event.query;
    void database().then((db) =>
      db.put("kept", { key: hashKey(queryKey), queryKey, data: state.data, at: state.dataUpdatedAt }),
    );
  });
}

/** Fills the cache with what was kept: shown at once, and read anew as soon as that works. */
export async function restoreKept(client: QueryClient): Promise<void> {
  try {
    const db = await database();
    for (const { queryKey, data, at } of await db.getAll("kept"))
      client.setQueryData(queryKey, data, { updatedAt: at });
  } catch {
    // A browser that keeps nothing (private windows of some) works online only.
  }
}

export async function forgetKept(): Promise<void> {
  await (await database()).clear("kept");
}

/** Asks the browser not to clear what waits to be sent when it needs space. */
export function askToPersist(): void {
  void navigator.storage?.persist?.();
}
