import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { headersOf } from "./headers.ts";
import type { Import } from "./useImport.ts";

type Mapping = TimerSchemas["schemas"]["ImportMappingRequest"];
const HEADER_BYTES = 64 * 1024;

/** For a file of a program that is not known: what does each column hold? It is remembered for such files. */
export function ColumnsForm({ import: one, file }: { readonly import: Import; readonly file: File }) {
  const { t } = useLingui();
  const { data: headers = [] } = useQuery({
    queryKey: ["headers of", file.name, file.size, file.lastModified],
    queryFn: async () => headersOf(await file.slice(0, HEADER_BYTES).text()),
  });
  const { run, running, problem } = useWrite(
    (body: Mapping) => data(timer.POST("/v1/import-mappings", { body })),
    {
      refresh: [],
      onDone: () => one.tell({}),
    },
  );
  const refusal = useRefusal(problem);
  const keep = ({ program = "", ...columns }: Values) => {
    const said = Object.fromEntries(Object.entries(columns).filter(([, header]) => header));
    void run({ name: program, headers, columns: said as Mapping["columns"] });
  };
  if (headers.length === 0) return null;
  return (
    <Section title={t`What do the columns hold?`}>
      <Card>
        <Form onSubmit={keep} refusal={refusal} label={t`What do the columns hold?`}>
          <TextField label={t`Program that wrote the file`} name="program" refusedAs="name" required />
          <Columns headers={headers} />
          <FormActions>
            <Button type="submit" look="primary" busy={running}>
              <Trans>Remember it and read the file</Trans>
            </Button>
          </FormActions>
        </Form>
      </Card>
    </Section>
  );
}

function Columns({ headers }: { readonly headers: readonly string[] }) {
  const { t } = useLingui();
  const fields = [
    [t`Person`, "who"],
    [t`E-mail address`, "email"],
    [t`Day`, "start_date"],
    [t`Start, time of day`, "start_time"],
    [t`End, time of day`, "end_time"],
    [t`Hours`, "hours"],
    [t`Duration`, "duration"],
    [t`Customer`, "client"],
    [t`Project`, "project"],
    [t`Task`, "task"],
    [t`Description`, "description"],
    [t`Billable`, "billable"],
  ] as const;
  return (
    <FormRow>
      {fields.map(([label, name]) => (
        <SelectField key={name} label={label} name={name}>
          <option value="">{t`No column`}</option>
          {headers.map((header) => (
            <option key={header}>{header}</option>
          ))}
        </SelectField>
      ))}
    </FormRow>
  );
}
