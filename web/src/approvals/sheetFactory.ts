import { addDays, type Day } from "../time/workDate.ts";
import type { Entry, Sheet } from "./sheets.ts";

const MONDAY = "2026-11-23";
let made = 0;

/** For tests: a day of the sheet's week, 0 for Monday. */
export function day(offset: number): Day {
  return addDays(MONDAY, offset);
}

export function sheet(changes: Partial<Sheet> = {}): Sheet {
  made += 1;
  return {
    id: `sheet-${made}`,
    version: 1,
    agent_id: "ida",
    first_day: MONDAY,
    last_day: addDays(MONDAY, 6),
    state: "submitted",
    submitted_at: "2026-11-29T10:00:00Z",
    approved_at: null,
    approved_by: null,
    rejected_because: null,
    approved_version: null,
    approved_digest: null,
    reopening_reason: null,
    charged_by: null,
    reopened_at: null,
    rejected_entries: [],
    seconds: 0,
    billable_seconds: 0,
    ...changes,
  };
}

export function entry(changes: Partial<Entry> = {}): Entry {
  made += 1;
  return {
    id: `entry-${made}`,
    version: 1,
    over_budget_seconds: null,
    agent_id: "ida",
    timesheet_id: "sheet",
    organization_id: "customer",
    project_id: null,
    task_id: null,
    ticket_id: null,
    service_type_id: null,
    work_date: MONDAY,
    started_at: null,
    seconds: 4 * 3600,
    break_seconds: 0,
    organization_source: null,
    billable_source: null,
    time_zone: "Europe/Copenhagen",
    billable: true,
    description: "Work on the shop",
    tags: [],
    state: "submitted",
    capped: false,
    ...changes,
  };
}
