import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { useMe } from "../session/useMe.ts";
import { NotAnAgent } from "../start/NotAnAgent.tsx";
import { today } from "../time/clock.ts";
import { daysOf, weekOf } from "../time/isoWeek.ts";
import { addDays, type Day, isDay } from "../time/workDate.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { BackIcon, NextIcon } from "../ui/icons.tsx";
import { useNarrow } from "../ui/media.ts";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { Days } from "./Days.tsx";
import { Subscribe } from "./Subscribe.tsx";

type View = "day" | "week";

/** Which days are shown, as it stands in the address; on a phone one at a time. */
function useShown(narrow: boolean) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("day") ?? "";
  const day = isDay(asked) ? asked : today();
  const view: View = narrow || search.get("view") === "day" ? "day" : "week";
  const show = (next: { day?: Day; view?: View }) => setSearch({ day, view, ...next }, { replace: true });
  return { day, view, show, week: daysOf(weekOf(day)) };
}

/** One's time where it was in the day, with absences and public holidays. */
export default function CalendarPage() {
  const { t } = useLingui();
  const { longDay, days: span } = useFormats();
  const { agentId } = useMe();
  const narrow = useNarrow();
  const { day, view, show, week } = useShown(narrow);
  return (
    <Page
      title={t`Calendar`}
      lead={view === "day" ? longDay(day) : span(week[0] ?? day, week[6] ?? day)}
      actions={
        <>
          <Steps day={day} step={view === "day" ? 1 : 7} onChange={(next) => show({ day: next })} />
          {agentId && <Subscribe />}
        </>
      }
    >
      {agentId ? (
        <>
          {narrow ? (
            <WeekStrip week={week} day={day} onChange={(chosen) => show({ day: chosen })} />
          ) : (
            <Views view={view} onChange={(chosen) => show({ view: chosen })} />
          )}
          <Days days={view === "day" ? [day] : week} week={week} />
        </>
      ) : (
        <NotAnAgent />
      )}
    </Page>
  );
}

interface StepsProps {
  readonly day: Day;
  /** How many days one goes at once. */
  readonly step: number;
  readonly onChange: (day: Day) => void;
}

function Steps({ day, step, onChange }: StepsProps) {
  const { t } = useLingui();
  return (
    <>
      <IconButton name={t`Earlier`} onClick={() => onChange(addDays(day, -step))}>
        <BackIcon />
      </IconButton>
      <IconButton name={t`Later`} onClick={() => onChange(addDays(day, step))}>
        <NextIcon />
      </IconButton>
      <Button onClick={() => onChange(today())}>
        <Trans>Today</Trans>
      </Button>
    </>
  );
}

function Views({ view, onChange }: { readonly view: View; readonly onChange: (view: View) => void }) {
  const { t } = useLingui();
  return (
    <div>
      <Choice
        label={t`How much`}
        name="view"
        value={view}
        options={[
          ["day", t`Day`],
          ["week", t`Week`],
        ]}
        onChange={onChange}
      />
    </div>
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
