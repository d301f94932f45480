import { useQuery } from "@tanstack/react-query";
import type { TimerSchemas } from "../api/timer.ts";
import { timer } from "../api/timer.ts";
import { useMe } from "../session/useMe.ts";

export type Sheet = TimerSchemas["schemas"]["TimesheetResponse"];

/** One's timesheet of the week that begins on this day; null while it has no time yet. */
export function useSheet(firstDay: string): Sheet | null {
  const agentId = useMe().agentId ?? "";
  const query = { agent_id: agentId, first_day: firstDay, last_day: firstDay };
  const sheets = useQuery({
    ...timer.query("/v1/timesheets", { params: { query } }),
    enabled: agentId !== "",
    meta: { keep: true },
    refetchInterval: (query) => (query.state.data?.items[0]?.state === "reopening" ? 1_000 : false),
  });
  return sheets.data?.items[0] ?? null;
}
