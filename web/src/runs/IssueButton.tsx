import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { IssueForm } from "../issuing/IssueForm.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { type Run, type RunDraft, useIssueRun } from "./useRun.ts";

interface Props {
  readonly run: Run;
  /** Just these; null: all drafts of the run. */
  readonly drafts: readonly RunDraft[] | null;
}

/** Asks how and when, then lets workers issue the drafts. */
export function IssueButton({ run, drafts }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  const issue = useIssueRun(run, drafts, () => setOpen(false));
  return (
    <>
      <Button look="primary" off={off} onClick={() => setOpen(true)}>
        {drafts ? t`Issue chosen…` : t`Issue all…`}
      </Button>
      <Dialog title={t`Issue invoices`} open={open} onClose={() => setOpen(false)}>
        <IssueForm count={drafts?.length ?? run.counts.drafts} delivery={run.delivery} issue={issue} />
      </Dialog>
    </>
  );
}
