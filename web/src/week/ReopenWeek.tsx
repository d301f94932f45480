import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Sheet } from "./useSheet.ts";

/** Opens one's own approved timesheet for a correction; says when an invoice stands in the way. */
export function ReopenWeek({ sheet }: { readonly sheet: Sheet }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const reopen = useWrite(
    (reason: string) => {
      const params = { path: { timesheet_id: sheet.id }, header: ifMatch(sheet) };
      return data(timer.POST("/v1/timesheets/{timesheet_id}/reopen", { params, body: { reason } }));
    },
    { refresh: ["timer", "invoicing"], onDone: close },
  );
  const refusal = useRefusal(reopen.problem);
  return (
    <>
      {sheet.charged_by === "written-off" && (
        <Note tone="warn">
          <Trans>It stays approved: some of its time is written off.</Trans>
        </Note>
      )}
      {sheet.charged_by && sheet.charged_by !== "written-off" && (
        <Note tone="warn">
          <Trans>It stays approved: invoice {sheet.charged_by} charges some of its time.</Trans>
        </Note>
      )}
      <Button onClick={() => setAsking(true)}>{t`Correct it…`}</Button>
      <Dialog title={t`Correct an approved timesheet`} open={asking} onClose={close}>
        <Form onSubmit={({ reason = "" }) => void reopen.run(reason)} refusal={refusal}>
          <p>
            <Trans>It must be handed in and approved again afterwards.</Trans>
          </p>
          <TextArea label={t`Reason`} name="reason" required />
          <SubmitOrCancel busy={reopen.running} onCancel={close}>
            <Trans>Reopen the timesheet</Trans>
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}
