import type { Entry, Running, WorkBody } from "../offline/change.ts";

/** What an entry or a timer is about, to start or record the same again. */
export function workOf(of: Running | Entry): WorkBody {
  return {
    organization_id: of.organization_id,
    project_id: of.project_id,
    task_id: of.task_id,
    ticket_id: of.ticket_id,
    service_type_id: of.service_type_id,
    billable: of.billable,
    description: of.description,
    tags: [...of.tags],
  };
}
