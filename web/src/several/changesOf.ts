import type { TimerSchemas } from "../api/timer.ts";

type Changes = TimerSchemas["schemas"]["WorkChangeRequest"];
type Reference = Pick<Changes, "organization_id" | "project_id" | "task_id" | "ticket_id">;

/** What of a form is to change: nothing that was left empty. */
export function changesOf(
  { description = "", tags = "", billable = "" }: Readonly<Record<string, string>>,
  { task_id, ticket_id, project_id }: Reference,
): Changes {
  const words = tags
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  return {
    ...(task_id ? { task_id } : {}),
    ...(ticket_id ? { ticket_id } : {}),
    ...(project_id ? { project_id } : {}),
    ...(description.trim() ? { description: description.trim() } : {}),
    ...(words.length > 0 ? { tags: words } : {}),
    ...(billable ? { billable: billable === "yes" } : {}),
  };
}
