import { useLingui } from "@lingui/react/macro";
import { AmountField } from "../ui/AmountField.tsx";
import { IconButton } from "../ui/Button.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import styles from "./Quotes.module.css";
import { durationOf, type Kind, type Row } from "./typed.ts";
import { useKindWords } from "./useKindWords.ts";

interface Props {
  readonly row: Row;
  readonly at: number;
  readonly currency: string;
  readonly onKind: (kind: Kind) => void;
  /** Nothing where it is the only line. */
  readonly onRemove: (() => void) | undefined;
}

/** One line: what it says, and hours with their price, an amount or a percentage, as its kind has it. */
export function LineFields({ row, at, currency, onKind, onRemove }: Props) {
  const { t } = useLingui();
  const name = `lines.${at}`;
  const kinds = useKindWords();
  const was = row.line ?? row.discount;
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
          value={row.kind}
          onChange={(event) => onKind(event.target.value as Kind)}
        >
          {kinds.map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </SelectField>
        <Figures row={row} name={name} currency={currency} />
      </FormRow>
      <TextArea label={t`Text`} name={`${name}.description`} rows={2} defaultValue={was?.description ?? ""} />
    </fieldset>
  );
}

function Figures({ row, name, currency }: Pick<Props, "row" | "currency"> & { readonly name: string }) {
  const { t } = useLingui();
  const { line, discount } = row;
  if (row.kind === "text") return null;
  if (row.kind === "time")
    return (
      <>
        <TextField
          label={t`Hours`}
          name={`${name}.seconds`}
          placeholder="10:00"
          autoComplete="off"
          defaultValue={durationOf(line)}
        />
        <AmountField
          label={t`Per hour in ${currency}`}
          name={`${name}.hourly_rate`}
          defaultValue={line?.hourly_rate?.amount ?? ""}
        />
      </>
    );
  if (row.kind === "discount")
    return (
      <>
        <AmountField
          label={t`Percent`}
          name={`${name}.percent`}
          optional={t`or`}
          defaultValue={discount?.percent ?? ""}
        />
        <AmountField
          label={t`Amount in ${currency}`}
          name={`${name}.amount`}
          defaultValue={discount?.amount?.amount ?? ""}
        />
      </>
    );
  return (
    <AmountField
      label={t`Amount in ${currency}, before tax`}
      name={`${name}.amount`}
      defaultValue={line?.amount?.amount ?? ""}
    />
  );
}
