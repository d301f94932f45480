import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { lineAbove } from "../lines/above.ts";
import { Lines } from "../lines/Lines.tsx";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { LineFields } from "./LineFields.tsx";
import type { Quote, Terms } from "./quote.ts";
import { rowsOf, termsOf } from "./typed.ts";

interface Props {
  /** The quote that is changed, or whose lines a new one begins with. */
  readonly quote: Quote | null;
  readonly currency: string;
  readonly save: (terms: Terms) => Promise<{ readonly id: string }>;
  readonly onDone: (id: string) => void;
  /** What stands above: for whom a new quote is. */
  readonly children?: ReactNode;
  readonly cancel: ReactNode;
}

/** All that a quote says. */
export function QuoteForm({ quote, currency, save, onDone, children, cancel }: Props) {
  const { t } = useLingui();
  const [rows, setRows] = useState(() => rowsOf(quote));
  const write = useWrite(save, { refresh: ["invoicing"], onDone: ({ id }) => onDone(id) });
  return (
    <Form refusal={useRefusal(write.problem)} onSubmit={(values) => void write.run(termsOf(values, rows))}>
      {children}
      <FormRow>
        <TextField
          label={t`Subject`}
          name="title"
          defaultValue={quote?.title ?? ""}
          maxLength={200}
          optional={t`optional`}
        />
        <TextField
          label={t`Valid until`}
          name="valid_until"
          type="date"
          defaultValue={quote?.valid_until ?? ""}
          optional={t`optional`}
        />
        <TextField
          label={t`Customer’s reference`}
          name="reference"
          defaultValue={quote?.reference ?? ""}
          maxLength={200}
          optional={t`optional`}
        />
      </FormRow>
      <SelectField
        label={t`Hours`}
        name="pricing"
        defaultValue={quote?.pricing ?? "fixed"}
        hint={t`Hours of an estimate are billed from approved time; only the other lines go on invoices.`}
      >
        <option value="fixed">{t`are charged as quoted, whatever the work takes`}</option>
        <option value="estimate">{t`are an estimate, and charged as they are worked`}</option>
      </SelectField>
      <Lines rows={rows} next={rows.at(-1)?.kind ?? "time"} onChange={setRows}>
        {(row, at, acts) => (
          <LineFields row={row} at={at} above={lineAbove(rows, at)} currency={currency} {...acts} />
        )}
      </Lines>
      <TextArea label={t`Notes`} name="notes" defaultValue={quote?.notes ?? ""} optional={t`optional`} />
      <FormActions>
        <Button type="submit" look="primary" busy={write.running}>
          <Trans>Save the quote</Trans>
        </Button>
        {cancel}
      </FormActions>
    </Form>
  );
}
