import { Trans, useLingui } from "@lingui/react/macro";
import { today } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { addMonths, firstOfMonth } from "../time/workDate.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { ActDialog, type ActProps } from "./ActDialog.tsx";
import { changeTerms, termsOn } from "./agreement.ts";
import { termsOf } from "./typed.ts";

/** Another fee, minimum or number of hours from a day on. */
export function ChangeTerms({ agreement, onClose }: ActProps) {
  const { t } = useLingui();
  const now = termsOn(agreement.terms, today());
  const hasHours = agreement.kind === "monthly-minimum";
  return (
    <ActDialog
      title={t`Other terms`}
      act={t`Change them`}
      done={t`The terms are changed`}
      change={(values) => changeTerms(agreement, termsOf(values))}
      onClose={onClose}
    >
      <FormRow>
        <AmountField
          label={hasHours ? t`Fee a month, without VAT` : t`Minimum a month, without VAT`}
          name="amount"
          defaultValue={now?.amount ?? ""}
        />
        {hasHours && (
          <TextField
            label={t`Hours that it covers`}
            name="included_seconds"
            defaultValue={now ? formatDuration(now.included_seconds) : ""}
            autoComplete="off"
          />
        )}
        <TextField
          label={t`From`}
          name="valid_from"
          type="date"
          defaultValue={firstOfMonth(addMonths(today(), 1))}
        />
      </FormRow>
      <p className="muted small">
        <Trans>
          A month in which they begin has its share of both, by days. What was agreed for later days goes;
          what is billed stays.
        </Trans>
      </p>
    </ActDialog>
  );
}
