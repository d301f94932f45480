import { isProblem } from "../api/problem.ts";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { endOf } from "../time/endOf.ts";
import type { Change, Entry, EntryBody, RecordOperation } from "./change.ts";
import { sayOverBudget } from "./overBudget.ts";

const TIMEOUT_MILLISECONDS = 15_000;

/** Makes one change at the server; returns the entry's version there, or null. Repeats are harmless. */
export async function deliver({ id, operation }: Change): Promise<number | null> {
  switch (operation.kind) {
    case "start":
      await data(
        timer.POST("/v1/timer/start", {
          body: { ...operation.work, id, started_at: operation.startedAt },
          signal: soon(),
        }),
      );
      return null;
    case "record":
      return operation.timerMayRun
        ? stop(id, operation)
        : (await record(id, operation.body, operation.version)).version;
    case "remove":
      await remove(id, operation.version);
      return null;
    case "discard":
      await timer.DELETE("/v1/timer", { params: { query: { entry_id: id } }, signal: soon() });
      return null;
  }
}

/** Stops the entry's timer if it still runs, and then lets the entry be what it is to be. */
async function stop(id: string, { body, version }: RecordOperation): Promise<number | null> {
  const stopped = body.started_at ? await stopTimer(id, endOf(body)) : null;
  if (stopped && isAlready(stopped, body)) return stopped.version;
  return (await record(id, body, stopped?.version ?? version)).version;
}

async function stopTimer(id: string, endedAt: string): Promise<Entry | null> {
  try {
    const body = { entry_id: id, ended_at: endedAt };
    return sayOverBudget((await data(timer.POST("/v1/timer/stop", { body, signal: soon() }))).entry ?? null);
  } catch (error) {
    if (isProblem(error, "no-running-timer")) return null;
    throw error;
  }
}

async function record(id: string, body: EntryBody, version: number | null): Promise<Entry> {
  const header = version === null ? {} : ifMatch({ version });
  const params = { path: { entry_id: id }, header };
  return sayOverBudget(
    await data(timer.PUT("/v1/time-entries/{entry_id}", { params, body, signal: soon() })),
  );
}

async function remove(id: string, known: number | null): Promise<void> {
  const path = { entry_id: id };
  try {
    const read =
      known ?? (await data(timer.GET("/v1/time-entries/{entry_id}", { params: { path } }))).version;
    await timer.DELETE("/v1/time-entries/{entry_id}", {
      params: { path, header: ifMatch({ version: read }) },
      signal: soon(),
    });
  } catch (error) {
    if (!isProblem(error, "not-found")) throw error;
  }
}

const COMPARED = [
  "description",
  "task_id",
  "ticket_id",
  "project_id",
  "organization_id",
  "service_type_id",
] as const;

function isAlready(entry: Entry, body: EntryBody): boolean {
  const same = COMPARED.every(
    (name) => body[name] === undefined || body[name] === null || body[name] === entry[name],
  );
  return (
    same && entry.seconds === body.seconds && (body.billable == null || body.billable === entry.billable)
  );
}

function soon(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MILLISECONDS);
}
