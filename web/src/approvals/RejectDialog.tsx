import { Trans, useLingui } from "@lingui/react/macro";
import { kindOf } from "../api/problem.ts";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { EntryReasons, entryReasons } from "./EntryReasons.tsx";
import type { Entry, Sheet } from "./sheets.ts";

type Rejection = TimerSchemas["schemas"]["RejectionRequest"];

interface Props {
  readonly sheet: Sheet;
  readonly entries: readonly Entry[];
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Gives a sheet back: its person reads the reason, corrects and hands it in again. */
export function RejectDialog({ sheet, entries, open, onClose, onChanged }: Props) {
  const { t } = useLingui();
  const person = useName("agents")(sheet.agent_id);
  const reject = useWrite(
    (body: Rejection) => {
      const params = { path: { timesheet_id: sheet.id }, header: ifMatch(sheet) };
      return data(timer.POST("/v1/timesheets/{timesheet_id}/reject", { params, body }));
    },
    {
      refresh: ["timer"],
      onDone: () => {
        toast(t`Rejected. ${person} can correct it and hand it in again.`);
        onClose();
      },
      onRefused: (problem) => {
        if (kindOf(problem) !== "changed-meanwhile") return;
        onClose();
        onChanged();
      },
    },
  );
  const refusal = useRefusal(reject.problem);
  return (
    <Dialog title={t`Reject the timesheet`} open={open} onClose={onClose}>
      <Form onSubmit={(values) => void reject.run(rejectionOf(values))} refusal={refusal}>
        <TextArea label={t`Reason`} name="reason" hint={t`${person} reads this above the timesheet.`} />
        <EntryReasons entries={entries} />
        <SubmitOrCancel look="danger" busy={reject.running} onCancel={onClose}>
          <Trans>Reject</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

/** A reason for the whole, or for entries, or both; the service refuses neither. */
function rejectionOf(values: Readonly<Record<string, string>>): Rejection {
  const entries = entryReasons(values);
  const reason = values.reason ?? "";
  return { reason: reason.trim() === "" && entries.length > 0 ? null : reason, entries };
}
