import { Trans, useLingui } from "@lingui/react/macro";
import { today } from "../time/clock.ts";
import { lastOfMonth } from "../time/workDate.ts";
import { TextField } from "../ui/Field.tsx";
import { ActDialog, type ActProps } from "./ActDialog.tsx";
import { end } from "./agreement.ts";

/** A last day. */
export function EndAgreement({ agreement, onClose }: ActProps) {
  const { t } = useLingui();
  return (
    <ActDialog
      title={t`End the agreement`}
      act={t`End it`}
      done={t`The agreement has an end`}
      look="danger"
      change={({ last_day = "" }) => end(agreement, last_day)}
      onClose={onClose}
    >
      <TextField label={t`Last day`} name="last_day" type="date" defaultValue={lastOfMonth(today())} />
      <p className="muted small">
        <Trans>
          Later months are not billed, unless they are already. Hours that remain are lost, and time after it
          is charged by the hour.
        </Trans>
      </p>
    </ActDialog>
  );
}
