import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useName } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { ReopenDialog } from "./ReopenDialog.tsx";
import type { Sheet } from "./sheets.ts";

interface Props {
  readonly sheet: Sheet;
  /** Somebody changed the sheet since it was read. */
  readonly onChanged: () => void;
}

/** Of a sheet that stays approved: no invoice charges its time, but it is written off. */
const WRITTEN_OFF = "written-off";

/** The way from an approved sheet back to its person, and what stood in it. */
export function Reopening({ sheet, onChanged }: Props) {
  const [asking, setAsking] = useState(false);
  const { t } = useLingui();
  const may = useMay();
  const person = useName("agents")(sheet.agent_id);
  if (sheet.state === "reopening") {
    return (
      <Note tone="info">
        <Trans>Being reopened: it takes a moment to see whether an invoice charges some of this time.</Trans>
      </Note>
    );
  }
  if (sheet.state === "draft" && sheet.reopened_at) {
    return (
      <Note tone="info">
        <Trans>
          Reopened: {sheet.reopening_reason} {person} can correct it and hand it in again.
        </Trans>
      </Note>
    );
  }
  if (sheet.state !== "approved") return null;
  return (
    <>
      {sheet.charged_by === WRITTEN_OFF && (
        <Note tone="warn">
          <Trans>
            It was not reopened: some of this time is written off. Undo that first, under To bill.
          </Trans>
        </Note>
      )}
      {sheet.charged_by && sheet.charged_by !== WRITTEN_OFF && (
        <Note tone="warn">
          <Trans>
            It was not reopened: invoice {sheet.charged_by} charges some of this time. Credit it first.
          </Trans>
        </Note>
      )}
      <div className="row">
        <Button off={may.not("approve-time")} onClick={() => setAsking(true)}>{t`Reopen…`}</Button>
      </div>
      <ReopenDialog sheet={sheet} open={asking} onClose={() => setAsking(false)} onChanged={onChanged} />
    </>
  );
}
