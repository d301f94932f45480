import { useOperation } from "../offline/useOperations.ts";
import { now } from "../time/clock.ts";
import { uuid7 } from "../time/uuid7.ts";
import type { Day } from "../time/workDate.ts";
import { type CellChange, cellChange, type WeekRow } from "./cells.ts";

/** Writes a typed duration into a cell. Says what became of it. */
export function useCell(row: WeekRow, place: number, day: Day): (seconds: number) => CellChange {
  const operation = useOperation();
  return (seconds) => {
    const change = cellChange(row.cells[place] ?? [], seconds);
    if (change.kind === "new") {
      const body = { ...row.work, work_date: day, seconds: change.seconds };
      void operation(uuid7(now()), { kind: "record", body, version: null, timerMayRun: false });
    }
    if (change.kind === "remove")
      void operation(change.entry.id, { kind: "remove", version: change.entry.version || null });
    if (change.kind === "resize") {
      const { id, version, started_at, work_date, break_seconds, ...entry } = change.entry;
      const { time_zone, description, tags, billable, service_type_id } = entry;
      const when = started_at ? { started_at, break_seconds } : { work_date };
      const kept = { description, tags, billable, service_type_id, time_zone };
      const body = { ...row.work, ...kept, ...when, seconds: change.seconds };
      void operation(id, { kind: "record", body, version: version || null, timerMayRun: false });
    }
    return change;
  };
}
