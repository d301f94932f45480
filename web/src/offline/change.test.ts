import { expect, test } from "vitest";
import { type Change, type EntryBody, merge, type Operation } from "./change.ts";

const BODY = {
  started_at: "2026-11-25T08:00:00Z",
  seconds: 3600,
  description: "Mail",
  tags: [],
} as EntryBody;

function change(operation: Operation, more: Partial<Change> = {}): Change {
  return { member: "m", id: "e", operation, at: 1, revision: 1, attempted: false, refusal: null, ...more };
}

const start: Operation = {
  kind: "start",
  startedAt: "2026-11-25T08:00:00Z",
  work: { description: "Mail" } as never,
};
const record = (version: number | null, timerMayRun = false): Operation => ({
  kind: "record",
  body: BODY,
  version,
  timerMayRun,
});

test("a timer that was started and stopped without a network is one entry", () => {
  expect(merge(change(start), change(record(null)))?.operation).toMatchObject({
    kind: "record",
    timerMayRun: false,
  });
});

test("when the start may have arrived, the timer may run and is stopped by the entry", () => {
  expect(merge(change(start, { attempted: true }), change(record(null)))?.operation).toMatchObject({
    timerMayRun: true,
  });
});

test("what was made and removed before it was ever sent leaves nothing", () => {
  expect(merge(change(record(null)), change({ kind: "remove", version: null }))).toBeNull();
  expect(merge(change(start), change({ kind: "discard" }))).toBeNull();
});

const startAgain: Operation = { ...start, again: true };

test("a timer that runs at the server is stopped and discarded there, also before a change of its start was sent", () => {
  expect(merge(change(startAgain), change(record(null)))?.operation).toMatchObject({ timerMayRun: true });
  expect(merge(change(startAgain), change({ kind: "discard" }))?.operation.kind).toBe("discard");
});

test("a new start that was changed before it was ever sent is still new", () => {
  const merged = merge(change(start), change(startAgain)) as Change;
  expect(merge(merged, change({ kind: "discard" }))).toBeNull();
});

test("what may have arrived is removed there too", () => {
  const merged = merge(change(record(null), { attempted: true }), change({ kind: "remove", version: null }));
  expect(merged?.operation.kind).toBe("remove");
});

test("a later edit keeps the version that was read first, the place in the queue, and loses the refusal", () => {
  const refused = change(record(3), { at: 5, refusal: { type: "x", title: "x", status: 409 } });
  const merged = merge(refused, change(record(4), { at: 9 }));
  expect(merged).toMatchObject({ at: 5, revision: 2, refusal: null, operation: { version: 3 } });
});
