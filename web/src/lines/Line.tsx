import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { IconButton } from "../ui/Button.tsx";
import { SelectField, TextArea } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import styles from "./Lines.module.css";

interface Props<Kind extends string> {
  /** Which line of the form it is; its fields are called `lines.<at>.…`. */
  readonly at: number;
  readonly kind: Kind;
  readonly kinds: readonly (readonly [Kind, string])[];
  readonly onKind: (kind: Kind) => void;
  /** Nothing where it is the only line. */
  readonly onRemove: (() => void) | undefined;
  readonly description: string;
  readonly hint?: ReactNode;
  /** The fields of its figures, as its kind has them. */
  readonly children: ReactNode;
}

/** A line of a form: its kind, its figures and its text. */
export function Line<Kind extends string>({ at, kind, kinds, onKind, onRemove, ...of }: Props<Kind>) {
  const { t } = useLingui();
  const name = `lines.${at}`;
  return (
    <fieldset className={styles.line}>
      <legend className="visually-hidden">{t`Line ${at + 1}`}</legend>
      {onRemove && (
        <div className={styles.remove}>
          <IconButton name={t`Remove line ${at + 1}`} onClick={onRemove}>
            <CloseIcon size={16} />
          </IconButton>
        </div>
      )}
      <FormRow>
        <SelectField
          label={t`Kind`}
          name={`${name}.kind`}
          value={kind}
          onChange={(event) => onKind(event.target.value as Kind)}
        >
          {kinds.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </SelectField>
        {of.children}
      </FormRow>
      <TextArea
        label={t`Text`}
        name={`${name}.description`}
        rows={2}
        defaultValue={of.description}
        hint={of.hint}
      />
    </fieldset>
  );
}
