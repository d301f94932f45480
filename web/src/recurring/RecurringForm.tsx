import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { lineAbove } from "../lines/above.ts";
import { Lines } from "../lines/Lines.tsx";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { Checkbox, SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { LineFields } from "./LineFields.tsx";
import styles from "./Recurring.module.css";
import { type NewFor, previewQuery, type Recurring, type Terms } from "./recurring.ts";
import { firstOfNextMonth, isWhole, rowsOf, termsOf } from "./typed.ts";
import { UpcomingInvoices } from "./UpcomingInvoices.tsx";
import { useTyped } from "./useTyped.ts";
import { WhenFields } from "./WhenFields.tsx";

interface Props {
  /** The one that is changed; null for a new one. */
  readonly was: Recurring | null;
  readonly of: NewFor;
  readonly save: (terms: Terms) => Promise<{ readonly id: string }>;
  readonly onDone: (id: string) => void;
  /** What stands above: for whom a new one is. */
  readonly children?: ReactNode;
  readonly cancel: ReactNode;
}

/** All that a recurring invoice says, and beneath it what comes of that. */
export function RecurringForm({ was, of, save, onDone, children, cancel }: Props) {
  const { t } = useLingui();
  const [rows, setRows] = useState(() => rowsOf(was));
  const { inside, values: typed, onInput } = useTyped(rows);
  const write = useWrite(save, { refresh: ["invoicing"], onDone: ({ id }) => onDone(id) });
  const terms = termsOf(typed, rows, was);
  const shown = of.organization_id && isWhole(terms) ? terms : null;
  return (
    <Form
      refusal={useRefusal(write.problem)}
      onSubmit={(values) => void write.run(termsOf(values, rows, was))}
    >
      <div ref={inside} onInput={onInput} className={styles.inside}>
        {children}
        <TextField
          label={t`Name`}
          name="name"
          defaultValue={was?.name ?? ""}
          maxLength={200}
          hint={t`For yourselves; it is not printed.`}
        />
        <WhenFields was={was?.recurrence ?? null} startsOn={firstOfNextMonth(today())} />
        <Lines rows={rows} next="fee" onChange={setRows}>
          {(row, at, acts) => (
            <LineFields row={row} at={at} above={lineAbove(rows, at)} currency={of.currency} {...acts} />
          )}
        </Lines>
        <Options was={was} />
      </div>
      <Coming terms={shown} of={was ?? of} />
      <FormActions>
        <Button type="submit" look="primary" busy={write.running}>
          <Trans>Save</Trans>
        </Button>
        {cancel}
      </FormActions>
    </Form>
  );
}

function Options({ was }: Pick<Props, "was">) {
  const { t } = useLingui();
  return (
    <>
      <Checkbox
        label={t`Approved time, expenses and agreements too`}
        name="with_time"
        defaultChecked={was?.with_time ?? false}
        hint={t`In arrears those of the period, in advance those of the period before.`}
      />
      <FormRow>
        <SelectField
          label={t`When it is made`}
          name="issue"
          defaultValue={was ? (was.issue ?? "account") : "none"}
          hint={t`What lacks something, or is more than a week late, waits as a draft.`}
        >
          <option value="none">{t`it waits as a draft`}</option>
          <option value="automatic">{t`it is issued and sent`}</option>
          <option value="account">{t`as billing runs are set`}</option>
        </SelectField>
        <AmountField
          label={t`Prices grow each year, per cent`}
          name="indexing.percent"
          optional={t`optional`}
          defaultValue={was?.indexing?.percent ?? ""}
        />
        <TextField
          label={t`For the first time on`}
          name="indexing.starts_on"
          type="date"
          optional={t`optional`}
          defaultValue={was?.indexing?.starts_on ?? ""}
        />
      </FormRow>
      <TextField
        label={t`Customer’s reference`}
        name="reference"
        defaultValue={was?.reference ?? ""}
        maxLength={200}
        optional={t`optional`}
      />
      <TextArea
        label={t`Notes`}
        name="notes"
        rows={2}
        defaultValue={was?.notes ?? ""}
        optional={t`optional`}
      />
    </>
  );
}

/** What would be made of what is typed; the reason where it could not. */
function Coming({ terms, of }: { readonly terms: Terms | null; readonly of: NewFor | Recurring }) {
  const { t } = useLingui();
  const { data, error } = useQuery(previewQuery(terms, of));
  const refusal = useRefusal(error ? asProblem(error) : null);
  return (
    <Section title={t`The next three`}>
      {!data && !refusal && <p className="muted">{t`They are shown when a line has a text and a price.`}</p>}
      {refusal && <Note tone="warn">{[...refusal.reasons.values()].join(" · ") || refusal.message}</Note>}
      {data && !refusal && <UpcomingInvoices coming={data.upcoming} />}
      {data && !refusal && data.due > 0 && (
        <Note tone="info">
          <Plural
            value={data.due}
            one="# invoice is made at once: its day has come."
            other="# invoices are made at once: their days have come."
          />
        </Note>
      )}
    </Section>
  );
}
