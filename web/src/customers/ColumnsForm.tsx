import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { remember } from "./columnMapping.ts";
import { FIELDS } from "./importWords.ts";
import type { Columns, SeenFile } from "./useCustomerImport.ts";

interface Props {
  readonly seen: SeenFile;
  readonly chosen: Columns;
  readonly busy: boolean;
  readonly onRead: (columns: Columns) => void;
  readonly onRemembered: () => void;
}

/** For each column of the file, what it holds, with what the first rows have there: for this file, or remembered. */
export function ColumnsForm({ seen, chosen, busy, onRead, onRemembered }: Props) {
  const { t, i18n } = useLingui();
  const named = Object.fromEntries(Object.entries(chosen).map(([field, header]) => [header, field]));
  const any = Object.keys(chosen).length > 0;
  const { run, running, problem } = useWrite(
    ([name, columns]: [string, Columns]) => remember(seen, name, columns),
    { refresh: [], onDone: onRemembered },
  );
  const refusal = useRefusal(problem);
  const read = ({ program = "", ...values }: Values) => {
    const columns = columnsOf(seen, values);
    if (program.trim()) void run([program.trim(), columns]);
    else onRead(columns);
  };
  return (
    <Card>
      <Form label={t`Columns`} refusal={refusal} onSubmit={read}>
        {seen.columns.map((column, place) => (
          <SelectField
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            key={place}
            label={column.header || t`Column ${place + 1}`}
            name={String(place)}
            defaultValue={(any ? named[column.header] : column.field) ?? ""}
            hint={column.samples.filter(Boolean).join(" · ")}
          >
            <option value="">{t`Not imported`}</option>
            {seen.fields.map((field) => (
              <option key={field} value={field}>
                {FIELDS[field] ? i18n._(FIELDS[field]) : field}
              </option>
            ))}
          </SelectField>
        ))}
        <TextField
          label={t`Remember it for the lists of`}
          name="program"
          refusedAs="name"
          defaultValue={seen.mapping?.name}
          maxLength={255}
          hint={t`The program that writes them. Its next list with these headers is read this way; leave it empty to read only this one.`}
        />
        <FormActions>
          <Button type="submit" busy={busy || running}>
            <Trans>Read it again</Trans>
          </Button>
        </FormActions>
      </Form>
    </Card>
  );
}

function columnsOf(seen: SeenFile, values: Values): Columns {
  const pairs = seen.columns.map(({ header }, place) => [values[String(place)] ?? "", header] as const);
  return Object.fromEntries(pairs.filter(([field, header]) => field && header));
}
