import { useLingui } from "@lingui/react/macro";
import type { ShownEntry } from "../offline/overlay.ts";
import { useOperation } from "../offline/useOperations.ts";
import { now } from "../time/clock.ts";
import { uuid7 } from "../time/uuid7.ts";
import type { Day } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import type { Reference } from "./cells.ts";
import { entriesOfLastWeek, rowsOfLastWeek } from "./copyWeek.ts";

interface Props {
  readonly entries: readonly ShownEntry[];
  readonly days: readonly Day[];
  readonly onRows: (rows: readonly Reference[]) => void;
}

/** Last week again: its rows alone, or with its time. */
export function CopyWeek({ entries, days, onRows }: Props) {
  const { t } = useLingui();
  const operation = useOperation();
  const copies = entriesOfLastWeek(entries, days);
  const rows = rowsOfLastWeek(entries, days);
  const nothing = t`The week before has nothing that this one lacks.`;
  const copyTime = () => {
    for (const { day, entry } of copies) {
      const {
        organization_id,
        project_id,
        task_id,
        ticket_id,
        service_type_id,
        billable,
        description,
        tags,
        seconds,
      } = entry;
      const work = {
        organization_id,
        project_id,
        task_id,
        ticket_id,
        service_type_id,
        billable,
        description,
        tags,
      };
      const body = { ...work, work_date: day, seconds };
      void operation(uuid7(now()), { kind: "record", body, version: null, timerMayRun: false });
    }
  };
  return (
    <div className="row">
      <Button onClick={() => onRows(rows)} off={rows.length === 0 ? nothing : undefined}>
        {t`Copy last week's rows`}
      </Button>
      <Button onClick={copyTime} off={copies.length === 0 ? nothing : undefined}>
        {t`Copy last week with time`}
      </Button>
    </div>
  );
}
