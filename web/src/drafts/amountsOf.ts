import type { Values } from "../ui/Form.tsx";
import type { LineChange } from "./useDraft.ts";

type Amounts = Pick<LineChange, "amount" | "percent" | "quantity" | "unit_price" | "tax"> & { unit?: string };

/** What a form says of amounts and tax. What is not in it, or empty, is not said; of a line that is counted an empty unit is. */
export function amountsOf(values: Values): Amounts {
  const { amount, percent, quantity, unit, unit_price } = values;
  const code = values["tax.code"];
  return {
    ...(amount ? { amount } : {}),
    ...(percent ? { percent } : {}),
    ...(quantity ? { quantity } : {}),
    ...(unit_price ? { unit_price } : {}),
    ...(unit ? { unit: unit.trim() } : {}),
    ...(code ? { tax: { code } } : {}),
  };
}
