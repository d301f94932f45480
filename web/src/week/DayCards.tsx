import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useWorkNames, type WorkName } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { Duration } from "../ui/Money.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { sum, type WeekRow } from "./cells.ts";
import { WeekCell } from "./WeekCell.tsx";
import styles from "./WeekGrid.module.css";
import type { WeekProps } from "./WeekGrid.tsx";

/** The week on a phone: one day at a time. A week that is handed in shows what there is, and no empty fields. */
export function DayCards({ rows, days, closed }: WeekProps) {
  const { t } = useLingui();
  const { longDay, shortWeekday } = useFormats();
  const [day, setDay] = useState(days.includes(today()) ? today() : (days[0] ?? ""));
  const nameOf = useWorkNames();
  const column = days.indexOf(day);
  const ofDay = rows.flatMap((row) => row.cells[column] ?? []);
  return (
    <div className={styles.days}>
      <Choice
        fill
        label={t`Day`}
        name="day"
        value={day}
        options={days.map((one) => [one, shortWeekday(one)] as const)}
        onChange={setDay}
      />
      <section className={styles.frame} aria-label={longDay(day)}>
        <header className={styles.dayRow}>
          <h2>{longDay(day)}</h2>
          <Duration seconds={sum(ofDay)} />
        </header>
        {rows.map(
          (row, index) =>
            (!closed.includes(day) || row.cells[column]?.length !== 0) && (
              <Line
                key={`${day} ${row.key}`}
                row={row}
                work={nameOf(row.work)}
                place={[index, column]}
                day={day}
                closed={closed.includes(day)}
              />
            ),
        )}
      </section>
      <p className="muted">
        {t`Week`}: <Duration seconds={sum(rows.flatMap((row) => row.cells.flat()))} />
      </p>
    </div>
  );
}

type LineProps = {
  row: WeekRow;
  work: WorkName;
  place: readonly [number, number];
  day: string;
  closed: boolean;
};

function Line({ row, work: { label, detail }, place, day, closed }: LineProps) {
  const { t } = useLingui();
  const name = label || t`Without work`;
  return (
    <div className={styles.dayRow}>
      <div>
        {name}
        {detail && <span className={styles.detail}>{detail}</span>}
      </div>
      <WeekCell row={row} place={place} day={day} name={name} closed={closed} />
    </div>
  );
}
