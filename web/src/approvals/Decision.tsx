import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { kindOf, type Problem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toasts.ts";
import styles from "./Decision.module.css";
import { useNeighbours } from "./Neighbours.tsx";
import { RejectDialog } from "./RejectDialog.tsx";
import type { Hindrance, Review } from "./review.ts";
import type { Sheet } from "./sheets.ts";
import { approve } from "./useApproveAll.ts";
import { useWeekWords } from "./useWeekWords.ts";

interface Props {
  readonly review: Review;
  readonly hindrance: Hindrance;
  /** Somebody changed the sheet since it was read. */
  readonly onChanged: () => void;
}

/** Approve what is on screen, or give it back with a reason. */
export function Decision({ review: { sheet, entries }, hindrance, onChanged }: Props) {
  const [rejecting, setRejecting] = useState(false);
  const may = useMay();
  const off = useOff(hindrance);
  const goOn = useGoOn(sheet);
  const onRefused = (problem: Problem) => {
    if (kindOf(problem) === "changed-meanwhile" || kindOf(problem) === "timesheet-not-submitted") onChanged();
  };
  const approval = useWrite(approve, { refresh: ["timer"], onDone: goOn, onRefused });
  if (sheet.state !== "submitted") return null;
  const changed = approval.problem && kindOf(approval.problem) === "changed-meanwhile";
  return (
    <div className={styles.bar}>
      {!changed && <ProblemNote problem={approval.problem} />}
      <div className="row">
        <Button look="primary" busy={approval.running} off={off} onClick={() => void approval.run(sheet)}>
          {changed ? <Trans>Approve what is shown now</Trans> : <Trans>Approve</Trans>}
        </Button>
        <Button off={may.not("approve-time")} onClick={() => setRejecting(true)}>
          <Trans>Reject…</Trans>
        </Button>
        {off && <span className="muted small">{off}</span>}
      </div>
      <RejectDialog
        sheet={sheet}
        entries={entries}
        open={rejecting}
        onClose={() => setRejecting(false)}
        onChanged={onChanged}
      />
    </div>
  );
}

function useOff(hindrance: Hindrance): string | undefined {
  const { t } = useLingui();
  const may = useMay();
  if (hindrance === "own") return t`This is your own time: somebody else approves it.`;
  if (hindrance === "unknown")
    return t`It is not known which time is yours, and nobody approves their own here.`;
  return may.not("approve-time");
}

/** After an approval the next sheet that waits, or the list. */
function useGoOn({ id, agent_id }: Sheet) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const agent = useSearchParams()[0].get("agent");
  const { next } = useNeighbours(id, agent);
  const person = useName("agents")(agent_id);
  const { short } = useWeekWords();
  return (approved: Sheet) => {
    const week = short(approved);
    toast(t`Approved: ${person}, ${week}`, {
      action: { label: t`Show`, run: () => void navigate(paths.sheet(id)) },
    });
    void navigate(withQuery(next ? paths.sheet(next.id) : paths.approvals, { agent }));
  };
}
