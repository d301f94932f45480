import { queryOptions } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { addDays, type Day } from "../time/workDate.ts";

export type Sheet = TimerSchemas["schemas"]["TimesheetResponse"];
export type Entry = TimerSchemas["schemas"]["TimeEntryResponse"];

/** A sheet with its entries: what somebody approves. */
export interface SheetWithEntries {
  readonly sheet: Sheet;
  readonly entries: readonly Entry[];
}

const DECIDED_DAYS = 56;
/** How often an open sheet is read anew, in milliseconds: the answer to a reopening comes in a moment. */
const RHYTHM = { draft: 30_000, submitted: false, approved: 30_000, reopening: 1_000 } as const;

/** All submitted sheets with their entries. */
export const waitingQuery = queryOptions({
  queryKey: ["timer", "waiting-sheets"],
  queryFn: async (): Promise<SheetWithEntries[]> => {
    const sheets = await everyPage((page) =>
      data(timer.GET("/v1/timesheets", { params: { query: { ...page, state: "submitted" } } })),
    );
    if (sheets.length === 0) return [];
    const entries = await everyPage((page) =>
      data(timer.GET("/v1/time-entries", { params: { query: { ...page, state: "submitted" } } })),
    );
    const bySheet = Map.groupBy(entries, ({ timesheet_id }) => timesheet_id);
    return sheets.map((sheet) => ({ sheet, entries: inOrder(bySheet.get(sheet.id) ?? []) }));
  },
});

/** Sheets of the last weeks that were approved, rejected or reopened. */
export function decidedQuery(today: Day) {
  return queryOptions({
    queryKey: ["timer", "decided-sheets", today],
    queryFn: async () => {
      const first_day = addDays(today, -DECIDED_DAYS);
      const sheets = await everyPage((page) =>
        data(timer.GET("/v1/timesheets", { params: { query: { ...page, first_day } } })),
      );
      return sheets
        .filter(
          ({ state, rejected_because, reopened_at }) =>
            state === "approved" ||
            state === "reopening" ||
            (state === "draft" && (rejected_because ?? reopened_at) !== null),
        )
        .sort((one, other) => other.first_day.localeCompare(one.first_day));
    },
  });
}

/**
 * One sheet as it is approved. While it waits nothing refreshes it: what is on screen is what is approved, and the
 * service refuses when it is not the newest. The sheet is read before its entries, so newer entries are refused too.
 */
export function sheetQuery(id: string) {
  return queryOptions({
    queryKey: ["timer", "sheet", id],
    queryFn: async (): Promise<SheetWithEntries> => {
      const sheet = await data(
        timer.GET("/v1/timesheets/{timesheet_id}", { params: { path: { timesheet_id: id } } }),
      );
      const entries = await everyPage((page) =>
        data(timer.GET("/v1/time-entries", { params: { query: { ...page, timesheet_id: id } } })),
      );
      return { sheet, entries: inOrder(entries) };
    },
    refetchInterval: (query) => RHYTHM[query.state.data?.sheet.state ?? "draft"],
    refetchOnWindowFocus: (query) => query.state.data?.sheet.state !== "submitted",
    refetchOnMount: "always",
  });
}

/** All that was done to a sheet until this version of it. */
export function historyQuery({ id, version }: Sheet) {
  const params = { path: { timesheet_id: id } };
  return queryOptions({
    queryKey: ["timer", "sheet", id, "history", version],
    queryFn: () => data(timer.GET("/v1/timesheets/{timesheet_id}/history", { params })),
  });
}

function inOrder(entries: readonly Entry[]): Entry[] {
  const key = ({ work_date, started_at, id }: Entry) => `${work_date} ${started_at ?? "~"} ${id}`;
  return entries.toSorted((one, other) => key(one).localeCompare(key(other)));
}
