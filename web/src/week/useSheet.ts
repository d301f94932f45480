import { useQuery } from "@tanstack/react-query";
import type { TimerSchemas } from "../api/timer.ts";
import { timer } from "../api/timer.ts";
import { useMe } from "../session/useMe.ts";

export type Sheet = TimerSchemas["schemas"]["TimesheetResponse"];

/** One's timesheets that these days belong to, of weeks or of what the account has chosen; none while they have no time yet. */
export function useSheets(days: readonly string[]): readonly Sheet[] {
  const agentId = useMe().agentId ?? "";
  const query = { agent_id: agentId, first_day: days[0] ?? "", last_day: days.at(-1) ?? "" };
  const sheets = useQuery({
    ...timer.query("/v1/timesheets", { params: { query } }),
    enabled: agentId !== "",
    meta: { keep: true },
    refetchInterval: (query) => (query.state.data?.items.some(reopening) ? 1_000 : false),
  });
  const found = sheets.data?.items ?? [];
  return found.toSorted((one, other) => (one.first_day < other.first_day ? -1 : 1));
}

function reopening({ state }: Sheet): boolean {
  return state === "reopening";
}

/** Those of these days whose time is handed in. */
export function closedDays(days: readonly string[], sheets: readonly Sheet[]): readonly string[] {
  const closed = sheets.filter(({ state }) => state !== "draft");
  return days.filter((day) => closed.some((one) => one.first_day <= day && day <= one.last_day));
}
