import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { ProblemError, UNREACHABLE } from "../api/problem.ts";
import type { Change, EntryBody, Operation } from "./change.ts";
import { database } from "./database.ts";
import { flushFor, sendAll } from "./flush.ts";
import { changesOf, forgetSent, keepOperation, sentOf } from "./outbox.ts";

const ME = "me";
const record = (description: string): Operation => ({
  kind: "record",
  body: { work_date: "2026-11-25", seconds: 60, description } as EntryBody,
  version: null,
  timerMayRun: false,
});

/** A server that keeps entries by their ids, as `PUT` does, and fails as it is told to. */
class FakeServer {
  readonly entries = new Map<string, string>();
  received = 0;
  faults: ((change: Change) => Promise<void> | void)[] = [];

  readonly take = async (change: Change): Promise<number> => {
    this.received += 1;
    const fault = this.faults.shift();
    if (change.operation.kind === "record")
      this.entries.set(change.id, change.operation.body.description ?? "");
    await fault?.(change);
    return 1;
  };
}

const lostAnswer = () => {
  throw new ProblemError(UNREACHABLE);
};

beforeEach(async () => {
  forgetSent(sentOf(ME));
  await (await database()).clear("outbox");
  flushFor(ME);
});

test("a hundred entries arrive once each, also when answers are lost", async () => {
  const server = new FakeServer();
  for (let number = 0; number < 100; number += 1) await keepOperation(ME, `e${number}`, record(`${number}`));
  server.faults = Array.from({ length: 12 }, () => lostAnswer);
  while ((await sendAll(server.take)).left);
  expect(server.entries.size).toBe(100);
  expect(server.received).toBe(112);
  expect(await changesOf(ME)).toEqual([]);
});

test("a refusal stays with its reason and lets the others pass", async () => {
  const server = new FakeServer();
  const refusal = { type: "urn:honorar:problem:time-entries-overlap", title: "Overlap", status: 409 };
  server.faults = [
    () => {
      throw new ProblemError(refusal);
    },
  ];
  await keepOperation(ME, "a", record("a"));
  await keepOperation(ME, "b", record("b"));
  expect(await sendAll(server.take)).toEqual({ sent: 2, left: false });
  expect(await changesOf(ME)).toMatchObject([{ id: "a", refusal }]);
});

test("an edit while its entry is being sent is not lost, and goes on from the version that came back", async () => {
  const server = new FakeServer();
  server.faults = [() => keepOperation(ME, "a", record("second"))];
  await keepOperation(ME, "a", record("first"));
  await sendAll(server.take);
  expect(await changesOf(ME)).toMatchObject([{ operation: { body: { description: "second" }, version: 1 } }]);
  await sendAll(server.take);
  expect(server.entries.get("a")).toBe("second");
  expect(await changesOf(ME)).toEqual([]);
});

test("while the session is over, everything waits in its order", async () => {
  const server = new FakeServer();
  server.faults = [
    () => {
      throw new ProblemError({ type: "urn:honorar:problem:not-authenticated", title: "Log in", status: 401 });
    },
  ];
  for (const id of ["a", "b", "c"]) await keepOperation(ME, id, record(id));
  expect(await sendAll(server.take)).toEqual({ sent: 0, left: true });
  expect((await changesOf(ME)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("what somebody else left here is not sent for me", async () => {
  const server = new FakeServer();
  await keepOperation("somebody else", "x", record("x"));
  expect(await sendAll(server.take)).toEqual({ sent: 0, left: false });
  expect(await changesOf("somebody else")).toHaveLength(1);
});

test("what was sent counts until it was read back", async () => {
  await keepOperation(ME, "a", record("first"));
  await sendAll(new FakeServer().take);
  expect(await changesOf(ME)).toEqual([]);
  const read = sentOf(ME);
  expect(read).toMatchObject([{ id: "a", sentVersion: 1 }]);
  await keepOperation(ME, "b", record("second"));
  await sendAll(new FakeServer().take);
  forgetSent(read);
  expect(sentOf(ME)).toMatchObject([{ id: "b" }]);
});
