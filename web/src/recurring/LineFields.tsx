import { useLingui } from "@lingui/react/macro";
import { TaxCodeField } from "../explain/TaxCodeField.tsx";
import { AmountField } from "../ui/AmountField.tsx";
import { IconButton } from "../ui/Button.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import styles from "./Recurring.module.css";
import type { Kind, Row } from "./typed.ts";
import { useKindWords } from "./useKindWords.ts";

interface Props {
  readonly row: Row;
  readonly at: number;
  readonly currency: string;
  readonly onKind: (kind: Kind) => void;
  /** Nothing where it is the only line. */
  readonly onRemove: (() => void) | undefined;
}

/** One line: what it says, and how many at which price, or a discount. */
export function LineFields({ row, at, currency, onKind, onRemove }: Props) {
  const { t } = useLingui();
  const name = `lines.${at}`;
  const kinds = useKindWords();
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
      <TextArea
        label={t`Text`}
        name={`${name}.description`}
        rows={2}
        defaultValue={row.line?.description ?? ""}
        hint={at === 0 && <Placeholders />}
      />
    </fieldset>
  );
}

const PLACEHOLDERS = "{month} {quarter} {year} {period}";

function Placeholders() {
  const { t } = useLingui();
  return <>{t`Filled in for each period, in the customer’s language: ${PLACEHOLDERS}`}</>;
}

function Figures({ row, name, currency }: Pick<Props, "row" | "currency"> & { readonly name: string }) {
  const { t } = useLingui();
  const { line } = row;
  if (row.kind === "text") return null;
  if (row.kind === "discount")
    return (
      <>
        <AmountField
          label={t`Percent`}
          name={`${name}.percent`}
          optional={t`or`}
          defaultValue={line?.percent ?? ""}
        />
        <AmountField
          label={t`Amount in ${currency}`}
          name={`${name}.price`}
          defaultValue={line?.price?.amount ?? ""}
        />
      </>
    );
  return (
    <>
      <AmountField label={t`How many`} name={`${name}.quantity`} defaultValue={line?.quantity ?? "1"} />
      <TextField
        label={t`Unit`}
        name={`${name}.unit`}
        optional={t`optional`}
        maxLength={20}
        defaultValue={line?.unit ?? ""}
      />
      <AmountField
        label={t`Price of one in ${currency}`}
        name={`${name}.price`}
        defaultValue={line?.price?.amount ?? ""}
      />
      <TaxCodeField
        label={t`Tax`}
        empty={t`as is proposed then`}
        chosen={line?.tax_code ?? null}
        name={`${name}.tax_code`}
      />
    </>
  );
}
