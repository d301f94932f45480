import { Trans, useLingui } from "@lingui/react/macro";
import { kindOf } from "../api/problem.ts";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Sheet } from "./sheets.ts";

interface Props {
  readonly sheet: Sheet;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Asks for an approved sheet to be opened for a correction. */
export function ReopenDialog({ sheet, open, onClose, onChanged }: Props) {
  const { t } = useLingui();
  const reopen = useWrite(
    (reason: string) => {
      const params = { path: { timesheet_id: sheet.id }, header: ifMatch(sheet) };
      return data(timer.POST("/v1/timesheets/{timesheet_id}/reopen", { params, body: { reason } }));
    },
    {
      refresh: ["timer", "invoicing"],
      onDone: onClose,
      onRefused: (problem) => {
        if (kindOf(problem) !== "changed-meanwhile") return;
        onClose();
        onChanged();
      },
    },
  );
  const refusal = useRefusal(reopen.problem);
  return (
    <Dialog title={t`Reopen the timesheet`} open={open} onClose={onClose}>
      <Form onSubmit={({ reason = "" }) => void reopen.run(reason)} refusal={refusal}>
        <p>
          <Trans>
            Drafts of invoices lose its time until it is approved again. What an issued invoice charges has to
            be credited first.
          </Trans>
        </p>
        <TextArea label={t`Reason`} name="reason" hint={t`It stays in the history.`} required />
        <SubmitOrCancel busy={reopen.running} onCancel={onClose}>
          <Trans>Reopen</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
