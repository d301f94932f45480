import { Trans, useLingui } from "@lingui/react/macro";
import { useRefusal } from "../api/useRefusal.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import type { BillingSettings, ReadSettings } from "./billingQuery.ts";
import { useSaveBilling } from "./useSaveBilling.ts";

export type Look = Partial<Pick<BillingSettings, "colour" | "time_appendix" | "hour_decimals">>;

interface Props {
  readonly settings: ReadSettings;
  /** What is chosen and not yet saved: the page beside the form shows it. */
  readonly onTyped: (look: Look) => void;
}

export function LookForm({ settings, onTyped }: Props) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const { decimal } = useFormats();
  const save = useSaveBilling(settings);
  return (
    <Form
      onSubmit={(values) => void save.run(lookOf(values))}
      onTyped={(values) => onTyped(lookOf(values))}
      refusal={useRefusal(save.problem)}
      label={t`Look`}
    >
      <Section title={t`Look`}>
        <Card>
          <FormRow>
            <TextField
              label={t`Colour`}
              name="colour"
              type="color"
              defaultValue={settings.colour}
              hint={t`Of titles and lines. It must be dark enough to read on paper.`}
            />
            <SelectField
              label={t`Time behind the lines`}
              name="time_appendix"
              defaultValue={settings.time_appendix}
              hint={t`Printed on further pages of the same document. A draft may say otherwise.`}
            >
              <option value="none">{t`Not printed`}</option>
              <option value="entries">{t`Who, when, what and how long`}</option>
              <option value="entries-without-names">{t`When, what and how long, without names`}</option>
            </SelectField>
          </FormRow>
          <SelectField
            label={t`Hours`}
            name="hour_decimals"
            defaultValue={settings.hour_decimals ?? ""}
            hint={t`With decimals, time costs the printed hours times the printed price. Holds for new drafts.`}
          >
            <option value="">{t`0:50, charged to the second`}</option>
            {(["0.83", "0.833", "0.8333"] as const).map((example) => (
              <option key={example} value={example.length - 2}>
                {t`${decimal(example)}, charged as printed`}
              </option>
            ))}
          </SelectField>
          <FormActions>
            <Button type="submit" look="primary" off={off} busy={save.running}>
              <Trans>Save</Trans>
            </Button>
          </FormActions>
        </Card>
      </Section>
    </Form>
  );
}

function lookOf({ colour = "", time_appendix, hour_decimals }: Values) {
  return {
    colour,
    time_appendix: time_appendix as BillingSettings["time_appendix"],
    hour_decimals: hour_decimals ? Number(hour_decimals) : null,
  };
}
