import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { usePending } from "../offline/usePending.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { isWholeWeek } from "../time/isoWeek.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Badge, Note, type Tone } from "../ui/Note.tsx";
import { later } from "../ui/undo.ts";
import { ReopenWeek } from "./ReopenWeek.tsx";
import type { Sheet } from "./useSheet.ts";

/** Hands the week in, or the period that the account has instead, with ten seconds to take it back; says where it stands afterwards. */
export function SubmitWeek({ sheet }: { readonly sheet: Sheet }) {
  const { t } = useLingui();
  const period = usePeriod(sheet);
  const [going, setGoing] = useState(false);
  const waiting = usePending().all.length > 0;
  // What is on screen when the seconds are over: one's own correction may still have been on its way at the click.
  const shown = useRef(sheet);
  useEffect(() => {
    shown.current = sheet;
  }, [sheet]);
  const submit = useWrite(
    (read: Sheet) =>
      data(
        timer.POST("/v1/timesheets/{timesheet_id}/submit", {
          params: { path: { timesheet_id: read.id }, header: ifMatch(read) },
        }),
      ),
    { refresh: ["timer"], onDone: () => setGoing(false), onRefused: () => setGoing(false) },
  );
  if (sheet.state !== "draft") return <State sheet={sheet} />;
  const handIn = () => {
    setGoing(true);
    later({
      message: period ? t`${period} will be handed in.` : t`The week will be handed in.`,
      undoLabel: t`Undo`,
      act: () => void submit.run(shown.current),
      onUndo: () => setGoing(false),
    });
  };
  const over = period ? t`${period} is not over yet.` : t`The week is not over yet.`;
  const early = sheet.last_day > today() ? over : undefined;
  return (
    <>
      {sheet.rejected_because && <Rejected reason={sheet.rejected_because} />}
      {sheet.reopened_at && <Reopened reason={sheet.reopening_reason} />}
      <ProblemNote problem={submit.problem} />
      <div className="row">
        <Button
          look="primary"
          busy={going}
          off={waiting ? t`Entries still wait to be sent.` : undefined}
          onClick={handIn}
        >
          {period ? t`Hand in ${period}` : t`Hand in the week`}
        </Button>
        {early && <span className="muted small">{early}</span>}
      </div>
    </>
  );
}

function Rejected({ reason }: { readonly reason: string }) {
  return (
    <Note tone="warn">
      <Trans>The timesheet came back: {reason}</Trans>
    </Note>
  );
}

function Reopened({ reason }: { readonly reason: string | null }) {
  return (
    <Note tone="info">
      <Trans>The timesheet is open for a correction: {reason} Hand it in again when it is right.</Trans>
    </Note>
  );
}

const TONES: Record<string, Tone> = { submitted: "info", approved: "ok", reopening: "info" };

function State({ sheet }: { readonly sheet: Sheet }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    submitted: t`Handed in`,
    approved: t`Approved`,
    reopening: t`Being reopened`,
  };
  const approvable = useApprovable(sheet);
  const period = usePeriod(sheet);
  return (
    <div className="row">
      {period && <span>{period}</span>}
      <Badge tone={TONES[sheet.state] ?? "neutral"}>{words[sheet.state] ?? sheet.state}</Badge>
      {approvable && (
        <ButtonLink to={paths.sheet(sheet.id)} look="primary">
          {t`Approve it`}
        </ButtonLink>
      )}
      {sheet.state === "approved" && <ReopenWeek sheet={sheet} />}
    </div>
  );
}

/** The days of a sheet that is not a week's: "1–31 Oct 2026". */
function usePeriod({ first_day, last_day }: Sheet): string | null {
  const { days } = useFormats();
  return isWholeWeek(first_day, last_day) ? null : days(first_day, last_day);
}

/** Whether one's own week waits for oneself: who works alone may go on at once. */
function useApprovable({ state }: Sheet): boolean {
  const enabled = useMay()("approve-time") && state === "submitted";
  const settings = useQuery({ ...timer.query("/v1/settings"), enabled }).data;
  return enabled && settings?.allow_self_approval === true;
}
