import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../ui/Button.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Refusal, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import type { FilePreview } from "./bank.ts";
import type { BankFile, Said } from "./useBankFile.ts";

interface Props {
  readonly file: BankFile;
  readonly preview: FilePreview;
}

/** What a file of an unknown bank's columns hold, and of which account it is. */
export function BankColumnsForm({ file, preview }: Props) {
  const { t } = useLingui();
  const { samples, bank_account, problems } = preview;
  const wrong = file.toldColumns && problems.some(({ field }) => field !== "bank_account");
  const columns = preview.columns && !wrong;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const needed = useNeeded();
  const tell = (values: Values) => {
    const lacking = columns ? null : needed(values);
    setRefusal(lacking);
    if (!lacking) file.tell(saidOf(values));
  };
  return (
    <Section title={columns ? t`Which account it is of` : t`Which column is what`}>
      <Card>
        <Form label={t`About the file`} refusal={refusal} onSubmit={tell}>
          {!columns && <Columns preview={preview} />}
          <TextField
            label={t`Which account of yours`}
            name="bank_account"
            autoComplete="off"
            defaultValue={bank_account}
            hint={t`Its number, or a name of your own: always the same for the same account.`}
          />
          {!columns && samples[0] && (
            <p className="small muted">{t`The first row: ${samples[0].join(" | ")}`}</p>
          )}
          <Checkbox label={t`Remember it for such files`} name="remember" value="yes" defaultChecked />
          <FormActions>
            <Button type="submit" look="primary" busy={file.looking}>
              {t`Read the file`}
            </Button>
          </FormActions>
        </Form>
      </Card>
    </Section>
  );
}

/** What must be said before the file can be read at all: without it the server only asks again. */
function useNeeded() {
  const { t } = useLingui();
  return ({ date_column, amount_column, in_column, out_column }: Values): Refusal | null => {
    const reasons = new Map<string, string>();
    if (!date_column) reasons.set("date_column", t`Choose the column of days.`);
    if (!(amount_column || in_column || out_column))
      reasons.set("amount_column", t`Choose the column of amounts, or those of money in and out.`);
    return reasons.size > 0 ? { message: t`Say what the columns hold.`, reasons } : null;
  };
}

function Columns({ preview }: { readonly preview: FilePreview }) {
  const { t } = useLingui();
  const of = preview.headers;
  return (
    <>
      <FormRow>
        <ColumnField label={t`Day of booking`} name="date_column" of={of} />
        <ColumnField label={t`Amount`} name="amount_column" of={of} optional={t`or two below`} />
      </FormRow>
      <FormRow>
        <ColumnField label={t`Money in`} name="in_column" of={of} optional={t`optional`} />
        <ColumnField label={t`Money out`} name="out_column" of={of} optional={t`optional`} />
      </FormRow>
      <FormRow>
        <ColumnField label={t`Text`} name="text_columns" of={of} optional={t`optional`} />
        <ColumnField label={t`Name of the other side`} name="payer_column" of={of} optional={t`optional`} />
      </FormRow>
      <FormRow>
        <SelectField label={t`How days are written`} name="date_order" defaultValue="day-first">
          <option value="day-first">{t`31-12-2026`}</option>
          <option value="month-first">{t`12/31/2026`}</option>
          <option value="year-first">{t`2026-12-31`}</option>
        </SelectField>
        <SelectField label={t`Mark before decimals`} name="decimal_mark" defaultValue="">
          <option value="">{t`As the amounts say`}</option>
          <option value=",">{t`Comma`}</option>
          <option value=".">{t`Point`}</option>
        </SelectField>
      </FormRow>
    </>
  );
}

interface ColumnProps {
  readonly label: string;
  readonly name: string;
  readonly of: readonly string[];
  readonly optional?: string;
}

function ColumnField({ of, ...field }: ColumnProps) {
  return (
    <SelectField {...field} defaultValue="">
      <option value="">–</option>
      {of.filter(Boolean).map((header) => (
        <option key={header} value={header}>
          {header}
        </option>
      ))}
    </SelectField>
  );
}

function saidOf({ remember, text_columns, ...values }: Values): Said {
  const said: Record<string, string | string[] | boolean> = { ...values };
  if (text_columns) said.text_columns = [text_columns];
  if (remember && values.date_column) said.remember = true;
  return said;
}
