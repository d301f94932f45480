import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { Button } from "../ui/Button.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";

type Chosen = InvoicingSchemas["schemas"]["CustomerIssuingResponse"];
type Issue = InvoicingSchemas["schemas"]["CustomerIssuingRequest"]["issue"];

/** Whether drafts for a customer are issued at once, whatever the account says. */
export function CustomerChoice({ close }: { readonly close: () => void }) {
  const { t } = useLingui();
  const [customer, setCustomer] = useState<string | null>(null);
  const chosen = useChosen(customer);
  const save = useWrite(([known, issue]: [Chosen, Issue]) => choose(known, issue), {
    refresh: ["invoicing"],
    onDone: () => {
      toast(t`Saved.`);
      close();
    },
  });
  const off = customer ? undefined : t`Choose a customer first`;
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={({ issue }) => void (chosen && save.run([chosen, (issue || null) as Issue]))}
    >
      <CustomerPicker value={customer} onChange={setCustomer} />
      {chosen && <Current key={chosen.organization_id} chosen={chosen} />}
      <FormActions>
        <Button type="submit" look="primary" busy={save.running} off={off}>
          {t`Save`}
        </Button>
      </FormActions>
    </Form>
  );
}

function useChosen(customer: string | null): Chosen | undefined {
  const params = { path: { organization_id: customer ?? "" } };
  const query = invoicing.query("/v1/billing-schedule/customers/{organization_id}", { params });
  return useQuery({ ...query, enabled: customer !== null }).data;
}

function Current({ chosen }: { readonly chosen: Chosen }) {
  const { t } = useLingui();
  return (
    <SelectField label={t`Issue at once`} name="issue" defaultValue={chosen.issue ?? ""}>
      <option value="">{t`As the account is set`}</option>
      <option value="none">{t`Nothing`}</option>
      <option value="automatic">{t`What lacks nothing`}</option>
    </SelectField>
  );
}

function choose(chosen: Chosen, issue: Issue) {
  const params = { path: { organization_id: chosen.organization_id }, header: ifMatch(chosen) };
  return data(invoicing.PUT("/v1/billing-schedule/customers/{organization_id}", { params, body: { issue } }));
}
