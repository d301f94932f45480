import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { AmountField } from "../ui/AmountField.tsx";
import { TextField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import type { Line } from "./useDraft.ts";

interface Props {
  readonly currency: string;
  /** The line that is changed; null: a new one. */
  readonly line: Line | null;
}

/** What a fee, fixed price or expense costs: one amount, or so many of something at a price. */
export function PriceFields({ currency, line }: Props) {
  const { t } = useLingui();
  const [counted, setCounted] = useState<"amount" | "quantity">(line?.quantity ? "quantity" : "amount");
  const options = [
    ["amount", t`One amount`],
    ["quantity", t`Quantity × price`],
  ] as const;
  return (
    <>
      <div>
        <Choice
          label={t`What it costs`}
          name="counted"
          value={counted}
          options={options}
          onChange={setCounted}
        />
      </div>
      {counted === "amount" ? (
        <AmountField
          label={t`Amount in ${currency}, before tax`}
          name="amount"
          defaultValue={line?.amount?.amount ?? ""}
        />
      ) : (
        <FormRow>
          <AmountField label={t`Quantity`} name="quantity" defaultValue={line?.quantity ?? ""} />
          <TextField
            label={t`Unit`}
            name="unit"
            defaultValue={line?.unit ?? ""}
            optional={t`optional`}
            autoComplete="off"
            maxLength={20}
          />
          <AmountField
            label={t`Price of one in ${currency}, before tax`}
            name="unit_price"
            defaultValue={line?.unit_price?.amount ?? ""}
          />
        </FormRow>
      )}
    </>
  );
}
