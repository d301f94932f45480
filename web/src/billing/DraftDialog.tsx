import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useName } from "../directory/lists.ts";
import { GroupingField } from "../texts/GroupingField.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Period, type PeriodChoice, usePeriodPending } from "./Period.tsx";
import { TaxFields, taxOf } from "./TaxFields.tsx";
import { useDrafting } from "./useDrafting.ts";
import { useDraftRefusal } from "./useDraftRefusal.ts";

type GroupBy = InvoicingSchemas["schemas"]["CreateDraftRequest"]["group_by"];

/** Drafts for the customer of `?draft=<id>`. */
export function DraftDialog() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const customer = search.get("draft");
  const name = useName("organizations")(customer);
  if (!customer) return null;
  return (
    <Dialog title={t`Draft for ${name}`} open onClose={() => setSearch({}, { replace: true })}>
      <DraftForm customer={customer} />
    </Dialog>
  );
}

function DraftForm({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const draft = useDrafting();
  const [period, setPeriod] = useState<PeriodChoice>(null);
  const pending = usePeriodPending(customer) && period === null;
  const submit = (values: Values) => void draft.run({ organization_id: customer, ...wanted(values) });
  return (
    <Form onSubmit={submit} refusal={useDraftRefusal(draft.problem)}>
      <Period customer={customer} chosen={period} onChoose={setPeriod} />
      <GroupingField />
      <details>
        <summary>
          <Trans>Reference, notes, tax</Trans>
        </summary>
        <div className="stack">
          <FormRow>
            <TextField
              label={t`Reference`}
              name="reference"
              optional={t`optional`}
              hint={t`Order number or person, as the customer asks for it.`}
            />
          </FormRow>
          <TextArea label={t`Notes on the invoice`} name="notes" optional={t`optional`} rows={2} />
          <TaxFields />
        </div>
      </details>
      <FormActions>
        <Button type="submit" look="primary" busy={draft.running || pending}>
          {t`Make the draft`}
        </Button>
      </FormActions>
    </Form>
  );
}

function wanted(values: Values) {
  const { first_day, last_day, group_by, reference = "", notes = "" } = values;
  return {
    ...(first_day || last_day ? { first_day: first_day || null, last_day: last_day || null } : {}),
    group_by: group_by as GroupBy,
    reference,
    notes,
    ...taxOf(values),
  };
}
