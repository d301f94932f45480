import { useLingui } from "@lingui/react/macro";
import { Line } from "../lines/Line.tsx";
import { TakenOff } from "../lines/TakenOff.tsx";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import { durationOf, type Kind, type Row } from "./typed.ts";
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

/** One line: what it says, and hours with their price, an amount or a percentage, as its kind has it. */
export function LineFields({ row, at, above, currency, onKind, onRemove }: Props) {
  const kinds = useKindWords();
  const was = row.line ?? row.discount;
  return (
    <Line
      at={at}
      kind={row.kind}
      kinds={kinds}
      onKind={onKind}
      onRemove={onRemove}
      description={was?.description ?? ""}
    >
      <Figures row={row} name={`lines.${at}`} above={above} currency={currency} />
    </Line>
  );
}

type FiguresProps = Pick<Props, "row" | "above" | "currency"> & { readonly name: string };

function Figures({ row, name, above, currency }: FiguresProps) {
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
        <TakenOff name={name} above={above} ofLine={Boolean(discount?.of_line_id)} />
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
