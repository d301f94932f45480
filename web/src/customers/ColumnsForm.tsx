import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../ui/Button.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { FIELDS } from "./importWords.ts";
import type { Columns, SeenFile } from "./useCustomerImport.ts";

interface Props {
  readonly seen: SeenFile;
  readonly chosen: Columns;
  readonly busy: boolean;
  readonly onRead: (columns: Columns) => void;
}

/** For each column of the file, what it holds, with what the first rows have there. */
export function ColumnsForm({ seen, chosen, busy, onRead }: Props) {
  const { t, i18n } = useLingui();
  const named = Object.fromEntries(Object.entries(chosen).map(([field, header]) => [header, field]));
  const any = Object.keys(chosen).length > 0;
  return (
    <Card>
      <Form label={t`Columns`} refusal={null} onSubmit={(values) => onRead(columnsOf(seen, values))}>
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
        <FormActions>
          <Button type="submit" busy={busy}>
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
