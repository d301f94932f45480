import { useLingui } from "@lingui/react/macro";
import type { Task } from "../directory/lists.ts";

/** How a task stands. */
export function useStatusWords(): Record<Task["status"], string> {
  const { t } = useLingui();
  return {
    planned: t({ message: "Planned", context: "task" }),
    in_progress: t({ message: "In progress", context: "task" }),
    done: t({ message: "Done", context: "task" }),
    cancelled: t({ message: "Cancelled", context: "task" }),
  };
}
