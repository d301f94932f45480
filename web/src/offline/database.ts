import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Change } from "./change.ts";

interface Schema extends DBSchema {
  /** What waits to be sent: one row per member and entry. */
  outbox: { key: [member: string, id: string]; value: Change; indexes: { member: string } };
  /** The last answer of what works offline. */
  kept: { key: string; value: { key: string; queryKey: readonly unknown[]; data: unknown; at: number } };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** This origin's database. Only this folder opens it. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("honorar", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: ["member", "id"] }).createIndex("member", "member");
      db.createObjectStore("kept", { keyPath: "key" });
    },
    terminated() {
      opened = null;
    },
  });
  return opened;
}
