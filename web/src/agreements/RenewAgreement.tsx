import { Trans, useLingui } from "@lingui/react/macro";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { ActDialog, type ActProps } from "./ActDialog.tsx";
import { renew } from "./agreement.ts";
import { countOf } from "./typed.ts";

/** One that has a last day goes on. */
export function RenewAgreement({ agreement, onClose }: ActProps) {
  const { t } = useLingui();
  return (
    <ActDialog
      title={t`Let the agreement go on`}
      act={t`Let it go on`}
      done={t`The agreement goes on`}
      change={({ last_day, renews_months }) =>
        renew(agreement, { last_day: last_day || null, renews_months: countOf(renews_months) })
      }
      onClose={onClose}
    >
      <FormRow>
        <TextField label={t`New last day`} name="last_day" type="date" optional={t`optional`} />
        <TextField
          label={t`Then goes on for, months`}
          name="renews_months"
          inputMode="numeric"
          optional={t`optional`}
          autoComplete="off"
        />
      </FormRow>
      <p className="muted small">
        <Trans>Without a last day it holds until somebody ends it. Hours that remain are kept.</Trans>
      </p>
    </ActDialog>
  );
}
