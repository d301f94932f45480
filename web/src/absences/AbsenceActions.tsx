import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Absence } from "../directory/absenceKinds.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  readonly absence: Absence;
  readonly manages: boolean;
  readonly name: string;
}

/** Managers decide and delete; others withdraw what nobody has decided yet. */
export function AbsenceActions({ absence, manages, name }: Props) {
  const { t } = useLingui();
  const [declining, setDeclining] = useState(false);
  const params = { path: { absence_id: absence.id }, header: ifMatch(absence) };
  const done = { refresh: ["timer"] };
  const approve = useWrite(() => data(timer.POST("/v1/absences/{absence_id}/approve", { params })), done);
  const remove = useWrite(() => data(timer.DELETE("/v1/absences/{absence_id}", { params })), done);
  const waits = absence.state === "requested";
  return (
    <>
      <div className="row">
        {manages && waits && (
          <>
            <Button
              small
              look="primary"
              busy={approve.running}
              aria-label={t`Approve the absence of ${name}`}
              onClick={() => void approve.run(undefined)}
            >
              <Trans>Approve</Trans>
            </Button>
            <Button small aria-label={t`Decline the absence of ${name}`} onClick={() => setDeclining(true)}>
              <Trans>Decline</Trans>
            </Button>
          </>
        )}
        {(manages || waits) && (
          <ConfirmButton
            small
            look="plain"
            busy={remove.running}
            title={t`Delete this absence?`}
            consequence={t`Its days count as working days again.`}
            confirm={t`Delete`}
            onConfirm={() => void remove.run(undefined)}
          >
            {manages ? <Trans>Delete</Trans> : <Trans>Withdraw</Trans>}
          </ConfirmButton>
        )}
      </div>
      <ProblemNote problem={approve.problem ?? remove.problem} />
      {declining && <DeclineDialog absence={absence} onClose={() => setDeclining(false)} />}
    </>
  );
}

function DeclineDialog({ absence, onClose }: { readonly absence: Absence; readonly onClose: () => void }) {
  const { t } = useLingui();
  const decline = useWrite(
    ({ reason = "" }: Values) => {
      const params = { path: { absence_id: absence.id }, header: ifMatch(absence) };
      return data(timer.POST("/v1/absences/{absence_id}/decline", { params, body: { reason } }));
    },
    { refresh: ["timer"], onDone: onClose },
  );
  return (
    <Dialog title={t`Decline absence`} open onClose={onClose}>
      <Form onSubmit={(values) => void decline.run(values)} refusal={useRefusal(decline.problem)}>
        <TextField label={t`Why`} name="reason" autoComplete="off" hint={t`For the person to read.`} />
        <SubmitOrCancel busy={decline.running} onCancel={onClose}>
          <Trans>Decline</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
