import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { AmountField } from "../ui/AmountField.tsx";
import { Button, IconButton } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import styles from "./Agreements.module.css";

/** The parts of a fixed price, in order. */
export function PartFields() {
  const { t } = useLingui();
  const [parts, setParts] = useState<readonly number[]>([0]);
  const add = () => setParts([...parts, Math.max(...parts) + 1]);
  return (
    <fieldset className={styles.parts}>
      <legend className="visually-hidden">{t`Parts`}</legend>
      {parts.map((part, at) => (
        <div key={part} className={styles.part}>
          <FormRow>
            <TextField
              label={parts.length > 1 ? t`Part ${at + 1}` : t`What is done for it`}
              name={`milestones.${at}.name`}
            />
            <AmountField label={t`Price, without VAT`} name={`milestones.${at}.amount`} />
          </FormRow>
          {parts.length > 1 && (
            <IconButton
              name={t`Take part ${at + 1} out`}
              onClick={() => setParts(parts.filter((one) => one !== part))}
            >
              <CloseIcon size={16} />
            </IconButton>
          )}
        </div>
      ))}
      <div>
        <Button small onClick={add}>
          <Trans>Add a part</Trans>
        </Button>
      </div>
    </fieldset>
  );
}
