import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { today } from "../time/clock.ts";
import { TextField } from "../ui/Field.tsx";
import { numberExamples } from "./numberExample.ts";

const YEAR = "{year}";
const SHORT_YEAR = "{yy}";
const MONTH = "{month}";
const CUSTOMER = "{customer}";
const COUNTER = "{seq:04}";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly format: string;
}

/** A format of numbers, with what it makes. */
export function NumberFormat({ label, name, format }: Props) {
  const [typed, setTyped] = useState(format);
  const examples = numberExamples(typed, Number(today().slice(0, 4)));
  const [first, second] = examples ?? [];
  return (
    <TextField
      label={label}
      name={name}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      autoComplete="off"
      hint={
        <>
          {examples && (
            <>
              <Trans>
                Makes <strong>{first}</strong>, {second} …
              </Trans>{" "}
            </>
          )}
          <Trans>
            <code>{YEAR}</code> or <code>{SHORT_YEAR}</code> is the year, <code>{MONTH}</code> the month,{" "}
            <code>{CUSTOMER}</code> the customer's code; <code>{COUNTER}</code> counts with four digits.
            Numbers begin at 1 for each year, month and code that they hold.
          </Trans>
        </>
      }
    />
  );
}
