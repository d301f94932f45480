import { useLingui } from "@lingui/react/macro";
import { TaxCodeField } from "../explain/TaxCodeField.tsx";
import { Line } from "../lines/Line.tsx";
import { TakenOff } from "../lines/TakenOff.tsx";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import type { Kind, Row } from "./typed.ts";
import { useKindWords } from "./useKindWords.ts";

interface Props {
  readonly row: Row;
  readonly at: number;
  /** The place of the line above that charges something. */
  readonly above: number | null;
  readonly currency: string;
  readonly onKind: (kind: Kind) => void;
  /** Nothing where it is the only line. */
  readonly onRemove: (() => void) | undefined;
}

/** One line: what it says, and how many at which price, or a discount. */
export function LineFields({ row, at, above, currency, onKind, onRemove }: Props) {
  const kinds = useKindWords();
  return (
    <Line
      at={at}
      kind={row.kind}
      kinds={kinds}
      onKind={onKind}
      onRemove={onRemove}
      description={row.line?.description ?? ""}
      hint={at === 0 && <Placeholders />}
    >
      <Figures row={row} name={`lines.${at}`} above={above} currency={currency} />
    </Line>
  );
}

const PLACEHOLDERS = "{month} {quarter} {year} {period}";

function Placeholders() {
  const { t } = useLingui();
  return <>{t`Filled in for each period, in the customer’s language: ${PLACEHOLDERS}`}</>;
}

type FiguresProps = Pick<Props, "row" | "above" | "currency"> & { readonly name: string };

function Figures({ row, name, above, currency }: FiguresProps) {
  const { t } = useLingui();
  const { line } = row;
  if (row.kind === "text") return null;
  if (row.kind === "discount")
    return (
      <>
        <TakenOff name={name} above={above} ofLine={Boolean(line?.of_line)} />
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
