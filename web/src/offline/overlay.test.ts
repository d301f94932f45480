import { expect, test } from "vitest";
import type { Change, Entry, Operation } from "./change.ts";
import { entriesAfter, runningAfter } from "./overlay.ts";

const change = (id: string, operation: Operation): Change => ({
  member: "m",
  id,
  operation,
  at: 1,
  revision: 1,
  attempted: false,
  refusal: null,
});
const start = (id: string) =>
  change(id, { kind: "start", startedAt: "2026-11-25T08:00:00Z", work: { description: id } as never });
const record = (id: string, description: string) =>
  change(id, {
    kind: "record",
    body: { started_at: "2026-11-25T08:00:00Z", seconds: 60, description } as never,
    version: null,
    timerMayRun: false,
  });
const entry = { id: "a", description: "old", seconds: 10, version: 4, work_date: "2026-11-25" } as Entry;

test("what was typed is shown before anybody answered", () => {
  const shown = entriesAfter([entry], [record("a", "new"), record("b", "more")], "me");
  expect(shown.map(({ id, description, pending }) => [id, description, pending])).toEqual([
    ["a", "new", true],
    ["b", "more", true],
  ]);
  expect(entriesAfter([entry], [change("a", { kind: "remove", version: 4 })], "me")).toEqual([]);
});

test("what was sent is shown until it was read back, with its new version, and as sent", () => {
  const sent = { ...record("a", "new"), sentVersion: 5 };
  expect(entriesAfter([entry], [sent], "me")).toMatchObject([
    { description: "new", version: 5, pending: false },
  ]);
});

test("the last timer that was started runs, until it is recorded or discarded", () => {
  expect(runningAfter(null, [start("a"), start("b")], "me")?.entry_id).toBe("b");
  expect(runningAfter(null, [start("a"), record("a", "x")], "me")).toBeNull();
  const running = runningAfter(null, [start("a")], "me");
  expect(runningAfter(running, [change("a", { kind: "discard" })], "me")).toBeNull();
  expect(runningAfter(running, [record("b", "x")], "me")?.entry_id).toBe("a");
});
