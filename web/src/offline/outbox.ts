import type { Problem } from "../api/problem.ts";
import { now } from "../time/clock.ts";
import { type Change, merge, type Operation, type SentChange } from "./change.ts";
import { database } from "./database.ts";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("honorar-outbox");
const listeners = new Set<() => void>();
channel?.addEventListener("message", () => notify());

/** Called when the outbox changed, here or in another tab. */
export function onOutboxChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}

function changed(): void {
  notify();
  channel?.postMessage("changed");
}

/** Keeps what is to become of an entry until it is done; returns when it is safe on disk. */
export async function keepOperation(member: string, id: string, operation: Operation): Promise<void> {
  const db = await database();
  const transaction = db.transaction("outbox", "readwrite", { durability: "strict" });
  const before = await transaction.store.get([member, id]);
  const fresh: Change = { member, id, operation, at: now(), revision: 1, attempted: false, refusal: null };
  const merged = merge(before, fresh);
  if (merged) await transaction.store.put(merged);
  else await transaction.store.delete([member, id]);
  await transaction.done;
  changed();
}

/** What a member's entries wait for, in the order in which it was made. */
export async function changesOf(member: string): Promise<Change[]> {
  const all = await (await database()).getAllFromIndex("outbox", "member", member);
  return all.toSorted((one, other) => one.at - other.at);
}

/** Notes that a change is about to be sent. False when it is gone or was changed meanwhile. */
export async function beginSending({ member, id, revision }: Change): Promise<boolean> {
  return rewrite(member, id, revision, (change) => ({ ...change, attempted: true }));
}

let sent: readonly SentChange[] = [];

/** What has taken effect and was not read back yet: without it, what is shown would be old again until it is. */
export function sentOf(member: string): readonly SentChange[] {
  return sent.filter((change) => change.member === member);
}

/** These were read back. */
export function forgetSent(read: readonly SentChange[]): void {
  if (read.length === 0) return;
  sent = sent.filter((change) => !read.includes(change));
  notify();
}

/** The change has taken effect. What came after it goes on from the version that is there now. */
export async function finish(change: Change, version: number | null): Promise<void> {
  const { member, id, revision } = change;
  const db = await database();
  const transaction = db.transaction("outbox", "readwrite", { durability: "strict" });
  const current = await transaction.store.get([member, id]);
  if (current?.revision === revision) await transaction.store.delete([member, id]);
  else if (current?.operation.kind === "record" && version !== null) {
    await transaction.store.put({
      ...current,
      operation: { ...current.operation, version, timerMayRun: false },
    });
  } else if (current?.operation.kind === "remove" && version !== null) {
    await transaction.store.put({ ...current, operation: { ...current.operation, version } });
  }
  await transaction.done;
  sent = [...sent, { ...change, sentVersion: version }];
  changed();
}

/** The change was refused: it waits for its member, with the reason. Nothing is dropped. */
export async function refuse({ member, id, revision }: Change, refusal: Problem): Promise<void> {
  await rewrite(member, id, revision, (change) => ({ ...change, refusal }));
  changed();
}

/** Sends a refused change once more as it is, with the version that is there now if it is given. */
export async function tryAgain(member: string, id: string, version?: number): Promise<void> {
  await rewrite(member, id, null, (change) => {
    const operation =
      version !== undefined && "version" in change.operation
        ? { ...change.operation, version }
        : change.operation;
    return { ...change, operation, refusal: null, revision: change.revision + 1 };
  });
  changed();
}

/** Gives a change up. Only a person decides that. */
export async function giveUp(member: string, id: string): Promise<void> {
  await (await database()).delete("outbox", [member, id]);
  changed();
}

async function rewrite(
  member: string,
  id: string,
  revision: number | null,
  change: (before: Change) => Change,
): Promise<boolean> {
  const db = await database();
  const transaction = db.transaction("outbox", "readwrite", { durability: "strict" });
  const current = await transaction.store.get([member, id]);
  const fits = current !== undefined && (revision === null || current.revision === revision);
  if (fits) await transaction.store.put(change(current));
  await transaction.done;
  return fits;
}
