import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { useMe } from "../session/useMe.ts";
import { NotAnAgent } from "../start/NotAnAgent.tsx";
import { today } from "../time/clock.ts";
import { daysOf, weekOf } from "../time/isoWeek.ts";
import { addDays, type Day } from "../time/workDate.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { BackIcon, NextIcon } from "../ui/icons.tsx";
import { useNarrow } from "../ui/media.ts";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { Days } from "./Days.tsx";
import { Subscribe } from "./Subscribe.tsx";

type View = "day" | "week";
const A_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** One's time where it was in the day, with absences and public holidays. */
export default function CalendarPage() {
  const { t } = useLingui();
  const { longDay, days: span } = useFormats();
  const { agentId } = useMe();
  const narrow = useNarrow();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("day") ?? "";
  const day = A_DAY.test(asked) ? asked : today();
  const view: View = narrow || search.get("view") === "day" ? "day" : "week";
  const week = daysOf(weekOf(day));
  const days = view === "day" ? [day] : week;
  const show = (next: { day?: Day; view?: View }) => setSearch({ day, view, ...next }, { replace: true });
  const step = view === "day" ? 1 : 7;
  return (
    <Page
      title={t`Calendar`}
      lead={view === "day" ? longDay(day) : span(week[0] ?? day, week[6] ?? day)}
      actions={
        <>
          <IconButton name={t`Earlier`} onClick={() => show({ day: addDays(day, -step) })}>
            <BackIcon />
          </IconButton>
          <IconButton name={t`Later`} onClick={() => show({ day: addDays(day, step) })}>
            <NextIcon />
          </IconButton>
          <Button onClick={() => show({ day: today() })}>
            <Trans>Today</Trans>
          </Button>
          {agentId && <Subscribe />}
        </>
      }
    >
      {agentId ? (
        <>
          {narrow ? (
            <WeekStrip week={week} day={day} onChange={(chosen) => show({ day: chosen })} />
          ) : (
            <div>
              <Choice
                label={t`How much`}
                name="view"
                value={view}
                options={[
                  ["day", t`Day`],
                  ["week", t`Week`],
                ]}
                onChange={(chosen) => show({ view: chosen })}
              />
            </div>
          )}
          <Days days={days} week={week} />
        </>
      ) : (
        <NotAnAgent />
      )}
    </Page>
  );
}

interface StripProps {
  readonly week: readonly Day[];
  readonly day: Day;
  readonly onChange: (day: Day) => void;
}

function WeekStrip({ week, day, onChange }: StripProps) {
  const { t } = useLingui();
  const { shortWeekday } = useFormats();
  return (
    <Choice
      fill
      label={t`Day`}
      name="day"
      value={day}
      options={week.map((one) => [one, shortWeekday(one)] as const)}
      onChange={onChange}
    />
  );
}
