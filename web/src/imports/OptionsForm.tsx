import { Trans, useLingui } from "@lingui/react/macro";
import { kindOf } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Refusal, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { TimeZoneField } from "../ui/Regions.tsx";
import { FILE_PROBLEMS } from "./rowWords.ts";
import type { Import } from "./useImport.ts";

const DATE_FORMATS = ["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY"];

/** How to read the file. It is open when the file was refused: what the refusal asks for is marked. */
export function OptionsForm({ import: one }: { readonly import: Import }) {
  const { t } = useLingui();
  const refusal = useFileRefusal(one);
  const form = <Fields import={one} refusal={refusal} />;
  if (refusal) {
    return (
      <Section title={t`This file cannot be read as it is`}>
        <Card>{form}</Card>
      </Section>
    );
  }
  return (
    <details>
      <summary>
        <Trans>Read the file in another way</Trans>
      </summary>
      <Card>{form}</Card>
    </details>
  );
}

/** The file's own problems have a sentence of their own here. */
function useFileRefusal({ preview: { problem } }: Import): Refusal | null {
  const { i18n } = useLingui();
  const refusal = useRefusal(problem);
  if (!problem || !refusal) return null;
  const words = FILE_PROBLEMS[kindOf(problem)];
  if (!words) return refusal;
  const message = i18n._(words);
  const reasons = new Map([...refusal.reasons.keys()].map((field) => [field, message]));
  return { message: problem.detail ? `${message} (${problem.detail})` : message, reasons };
}

function Fields({ import: one, refusal }: { readonly import: Import; readonly refusal: Refusal | null }) {
  const { t } = useLingui();
  const { time_zone, date_format, decimal } = one.options;
  const read = ({ time_zone = "", date_format = "", decimal = "" }: Values) =>
    one.tell({ time_zone, date_format, decimal });
  return (
    <Form onSubmit={read} refusal={refusal} label={t`How to read the file`}>
      <FormRow>
        <SelectField label={t`Dates`} name="date_format" defaultValue={date_format}>
          <option value="">{t`As the file tells`}</option>
          {DATE_FORMATS.map((format) => (
            <option key={format}>{format}</option>
          ))}
        </SelectField>
        <SelectField label={t`Decimal mark`} name="decimal" defaultValue={decimal}>
          <option value="">{t`As the file tells`}</option>
          <option value=",">{t`Comma: 1,5`}</option>
          <option value=".">{t`Point: 1.5`}</option>
        </SelectField>
        <TimeZoneField
          label={t`Time zone`}
          name="time_zone"
          defaultValue={time_zone}
          none={t`The account's`}
        />
      </FormRow>
      <FormActions>
        <Button type="submit" look={refusal ? "primary" : "plain"} busy={one.preview.running}>
          <Trans>Read it again</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}
