import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import { loadWords } from "../i18n/activate.ts";
import { useFormats } from "../i18n/format.ts";
import { entriesAfter, type ShownEntry } from "../offline/overlay.ts";
import { fortnightQuery, isKept, useEntries } from "../offline/useEntries.ts";
import { usePending } from "../offline/usePending.ts";
import { paths } from "../paths.ts";
import { useMe } from "../session/useMe.ts";
import { useChosen } from "../several/useChosen.ts";
import { NotAnAgent } from "../start/NotAnAgent.tsx";
import { browserZone, today } from "../time/clock.ts";
import { addWeeks, daysOf, isWholeWeek, type Week, weekNumber, weekOf } from "../time/isoWeek.ts";
import { Button, ButtonLink, IconButton } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { BackIcon, NextIcon } from "../ui/icons.tsx";
import { useNarrow } from "../ui/media.ts";
import { Page } from "../ui/Page.tsx";
import { CopyWeek } from "./CopyWeek.tsx";
import { type Reference, weekRows } from "./cells.ts";
import { DayCards } from "./DayCards.tsx";
import { RejectedEntries } from "./RejectedEntries.tsx";
import { SubmitWeek } from "./SubmitWeek.tsx";
import { closedDays, type Sheet, useSheets } from "./useSheet.ts";
import { WeekGrid } from "./WeekGrid.tsx";

const EntriesOfDays = lazy(async () => {
  const words = [loadWords("several"), loadWords("refusals")];
  const [module] = await Promise.all([import("../several/EntriesOfDays.tsx"), ...words]);
  return module;
});
const PeriodWeeks = lazy(() => import("./PeriodWeeks.tsx"));

export default function WeekPage() {
  const { t } = useLingui();
  const week = useParams().week ?? "";
  const days = daysOf(week);
  const { agentId } = useMe();
  const number = weekNumber(week);
  if (days.length === 0) return <Page title={t`No such week`}>{null}</Page>;
  return (
    <Page title={t`Week ${number}`} lead={<Lead days={days} />} actions={<Weeks week={week} />}>
      {agentId ? <MyWeek key={week} days={days} /> : <NotAnAgent />}
    </Page>
  );
}

function Lead({ days }: { readonly days: readonly string[] }) {
  const { days: week } = useFormats();
  const zone = browserZone();
  return (
    <>
      {week(days[0] ?? "", days[6] ?? "")} · {zone}
    </>
  );
}

function Weeks({ week }: { readonly week: Week }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const go = (count: number) => void navigate(paths.week(addWeeks(week, count)));
  return (
    <>
      <IconButton name={t`The week before`} onClick={() => go(-1)}>
        <BackIcon />
      </IconButton>
      <IconButton name={t`The week after`} onClick={() => go(1)}>
        <NextIcon />
      </IconButton>
      {week !== weekOf(today()) && (
        <ButtonLink to={paths.thisWeek}>
          <Trans>This week</Trans>
        </ButtonLink>
      )}
    </>
  );
}

/** Of weeks that are kept here, and of older ones, which the server has. */
function MyWeek({ days }: { readonly days: readonly string[] }) {
  return isKept(days[0] ?? "") ? <KeptWeek days={days} /> : <OldWeek days={days} />;
}

function KeptWeek({ days }: { readonly days: readonly string[] }) {
  const { t } = useLingui();
  const { entries, loading } = useEntries();
  return loading ? <Loading label={t`Loading…`} /> : <WeekOf days={days} entries={entries} />;
}

function OldWeek({ days }: { readonly days: readonly string[] }) {
  const agentId = useMe().agentId ?? "";
  const query = useQuery(fortnightQuery(agentId, days[6] ?? ""));
  const pending = usePending().all;
  return (
    <QueryView query={query}>
      {(entries) => <WeekOf days={days} entries={entriesAfter(entries, pending, agentId)} />}
    </QueryView>
  );
}

interface WeekProps {
  readonly days: readonly string[];
  readonly entries: readonly ShownEntry[];
}

function WeekOf({ days, entries }: WeekProps) {
  const [added, setAdded] = useState<readonly Reference[]>([]);
  const sheets = useSheets(days);
  const narrow = useNarrow();
  const rows = weekRows(entries, days, added);
  const closed = closedDays(days, sheets);
  const View = narrow ? DayCards : WeekGrid;
  const add = (work: Partial<Reference>) => setAdded([...added, { ...NOTHING, ...work }]);
  return (
    <>
      {sheets.map((sheet) => (
        <RejectedEntries key={sheet.id} sheet={sheet} entries={entries} />
      ))}
      <View rows={rows} days={days} closed={closed} />
      <Several days={days} entries={entries} />
      {closed.length < days.length && (
        <div className="spread">
          <WorkPicker key={added.length} bare value={NOTHING} onChange={add} recent={entries} />
          <CopyWeek entries={entries} days={days} onRows={(rows) => setAdded([...added, ...rows])} />
        </div>
      )}
      {sheets.map((sheet) => (
        <Handing key={sheet.id} sheet={sheet} />
      ))}
    </>
  );
}

/** Hands a sheet in; one that is of more or less than the week shows where it stands first. */
function Handing({ sheet }: { readonly sheet: Sheet }) {
  if (isWholeWeek(sheet.first_day, sheet.last_day)) return <SubmitWeek sheet={sheet} />;
  return (
    <>
      <Suspense fallback={null}>
        <PeriodWeeks sheet={sheet} />
      </Suspense>
      <SubmitWeek sheet={sheet} />
    </>
  );
}

/** The entries of the week, to change several at once. */
function Several({ days, entries }: WeekProps) {
  const { t } = useLingui();
  const chosen = useChosen(entries);
  if (!entries.some(({ work_date }) => days.includes(work_date))) return null;
  if (!chosen.choosing)
    return (
      <div>
        <Button look="quiet" small onClick={chosen.begin}>{t`Choose several`}</Button>
      </div>
    );
  return (
    <Suspense fallback={<Loading label={t`Loading…`} />}>
      <EntriesOfDays days={days} entries={entries} chosen={chosen} />
    </Suspense>
  );
}

const NOTHING: Reference = { organization_id: null, project_id: null, task_id: null, ticket_id: null };
