import { browserZone } from "../time/clock.ts";
import { localDay } from "../time/workDate.ts";
import type { Change, Entry, EntryBody, Running, SentChange, WorkBody } from "./change.ts";

/** An entry as it is shown: `pending` when it waits to be sent. */
export type ShownEntry = Entry & { readonly pending?: boolean };

/**
 * The entries as they will be when what waits has been sent. A refused change shows as it was typed, and as pending; one that
 * was sent, with the version that it got.
 */
export function entriesAfter(
  entries: readonly Entry[],
  changes: readonly (Change | SentChange)[],
  agentId: string,
): ShownEntry[] {
  const shown = new Map<string, ShownEntry>(entries.map((entry) => [entry.id, entry]));
  for (const change of changes) {
    const { id, operation } = change;
    if (operation.kind === "remove") shown.delete(id);
    if (operation.kind === "record") {
      const entry = recorded(id, operation.body, shown.get(id), agentId);
      shown.set(id, { ...entry, ...standing(change, entry) });
    }
  }
  return [...shown.values()];
}

function standing(change: Change | SentChange, { version }: Entry) {
  return "sentVersion" in change
    ? { version: change.sentVersion ?? version, pending: false }
    : { pending: true };
}

/** The timer as it will be when what waits has been sent. */
export function runningAfter(
  timer: Running | null,
  changes: readonly Change[],
  agentId: string,
): Running | null {
  let running = timer;
  for (const { id, operation } of changes) {
    const before: Running | null = running?.entry_id === id ? running : null;
    if (operation.kind === "start")
      running = started(id, operation.startedAt, operation.work, before, agentId);
    else if (before) running = null;
  }
  return running;
}

const NO_WORK = {
  organization_id: null,
  project_id: null,
  task_id: null,
  ticket_id: null,
  service_type_id: null,
};

function workOf(work: WorkBody | EntryBody) {
  const { organization_id, project_id, task_id, ticket_id, service_type_id } = { ...NO_WORK, ...work };
  const reference = {
    organization_id: organization_id ?? null,
    project_id: project_id ?? null,
    task_id: task_id ?? null,
    ticket_id: ticket_id ?? null,
    service_type_id: service_type_id ?? null,
  };
  return {
    ...reference,
    billable: work.billable ?? true,
    description: work.description ?? "",
    tags: [...(work.tags ?? [])],
    organization_source: null,
    billable_source: null,
  };
}

/** What a change of start and work leaves as it is. */
function lengthOf(before: Running | null) {
  return {
    break_seconds: before?.break_seconds ?? 0,
    paused_at: before?.paused_at ?? null,
    noticed_at: before?.noticed_at ?? null,
    confirmed: before?.confirmed ?? false,
  };
}

function started(
  id: string,
  startedAt: string,
  work: WorkBody,
  before: Running | null,
  agentId: string,
): Running {
  const zone = browserZone();
  const when = { started_at: startedAt, work_date: localDay(startedAt, zone), time_zone: zone };
  return { ...workOf(work), ...lengthOf(before), ...when, agent_id: agentId, entry_id: id };
}

function recorded(id: string, body: EntryBody, before: Entry | undefined, agentId: string): Entry {
  const zone = body.time_zone ?? before?.time_zone ?? browserZone();
  const startedAt = body.started_at ?? null;
  const day = body.work_date ?? (startedAt ? localDay(startedAt, zone) : (before?.work_date ?? ""));
  const kept = { version: before?.version ?? 0, timesheet_id: before?.timesheet_id ?? "", capped: false };
  const seconds = { seconds: body.seconds, break_seconds: body.break_seconds ?? 0 };
  const when = { started_at: startedAt, work_date: day, ...seconds, time_zone: zone };
  const said = { state: "draft", over_budget_seconds: null } as const;
  return { ...workOf(body), ...kept, ...when, ...said, id, agent_id: agentId };
}
