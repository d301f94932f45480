import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import type { Running } from "../offline/change.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { useEntries } from "../offline/useEntries.ts";
import { useMe } from "../session/useMe.ts";
import { GettingStarted } from "../start/GettingStarted.tsx";
import { NotAnAgent } from "../start/NotAnAgent.tsx";
import { Button } from "../ui/Button.tsx";
import { useCommands } from "../ui/commands.ts";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { PlusIcon } from "../ui/icons.tsx";
import { Page } from "../ui/Page.tsx";
import { EntryDays } from "./EntryDays.tsx";
import { RunningCard } from "./RunningCard.tsx";
import { StartForm } from "./StartForm.tsx";
import { useTimer, useTimerLoading } from "./useTimer.ts";

const EntryDialog = lazy(() => import("./EntryDialog.tsx"));
const SplitEntry = lazy(() => import("./SplitEntry.tsx"));

export default function TimerPage() {
  const { t } = useLingui();
  const { agentId } = useMe();
  return (
    <Page title={t`Timer`}>
      {agentId ? <MyTimer /> : <NotAnAgent />}
      <GettingStarted />
    </Page>
  );
}

function MyTimer() {
  const running = useTimer();
  const unknown = useTimerLoading();
  const { entries, loading, problem, retry } = useEntries();
  return (
    <>
      <StartForm running={running} recent={entries} />
      <ProblemNote problem={problem} retry={retry} />
      <Time running={running} entries={entries} loading={loading || unknown} failed={problem !== null} />
    </>
  );
}

interface TimeProps {
  readonly running: Running | null;
  readonly entries: readonly ShownEntry[];
  readonly loading: boolean;
  readonly failed: boolean;
}

/** What runs, and what was logged: both at once, so that neither pushes the other down. */
function Time({ running, entries, loading, failed }: TimeProps) {
  const { t } = useLingui();
  const [edited, setEdited] = useState<ShownEntry | "new" | null>(null);
  const [split, setSplit] = useState<ShownEntry | null>(null);
  useCommands([{ id: "add", label: t`Add time by hand`, key: "a", run: () => setEdited("new") }]);
  if (loading) return <Loading label={t`Loading…`} />;
  return (
    <>
      {running && <RunningCard running={running} last={entries[0]} recent={entries} />}
      <div>
        <Button look="quiet" onClick={() => setEdited("new")}>
          <PlusIcon size={18} />
          {t`Add time by hand`}
        </Button>
      </div>
      {entries.length === 0 && !failed && (
        <EmptyState title={t`No time yet`}>{t`Type what you work on above and press Enter.`}</EmptyState>
      )}
      <EntryDays entries={entries} running={running} onEdit={setEdited} onSplit={setSplit} />
      <Suspense fallback={null}>
        {split && <SplitEntry entry={split} recent={entries} onClose={() => setSplit(null)} />}
        {edited && (
          <EntryDialog
            entry={edited === "new" ? null : edited}
            recent={entries}
            onClose={() => setEdited(null)}
          />
        )}
      </Suspense>
    </>
  );
}
