import { useLingui } from "@lingui/react";
import { useState } from "react";
import { typedAmount } from "../i18n/typedAmount.ts";
import { TextField } from "./Field.tsx";

interface Props {
  readonly label: string;
  /** The amount is in the form under this name as the API takes it (`1234.50`), or as typed when it is none. */
  readonly name: string;
  readonly defaultValue?: string;
  readonly hint?: string;
  readonly optional?: string;
  readonly required?: boolean;
}

/** Takes an amount with comma or dot. It stays text. */
export function AmountField({ name, defaultValue = "", ...field }: Props) {
  const { i18n } = useLingui();
  const shown = i18n.locale === "da" ? defaultValue.replace(".", ",") : defaultValue;
  const [typed, setTyped] = useState(shown);
  return (
    <>
      <TextField
        {...field}
        name={`${name}-typed`}
        refusedAs={name}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <input type="hidden" name={name} value={typedAmount(typed, i18n.locale) ?? typed} />
    </>
  );
}
