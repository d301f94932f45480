import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { Button } from "../ui/Button.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";

type Issue = InvoicingSchemas["schemas"]["CustomerIssuingRequest"]["issue"];

/** Whether drafts for a customer are issued at once, whatever the account says. */
export function CustomerChoice({ close }: { readonly close: () => void }) {
  const { t } = useLingui();
  const [customer, setCustomer] = useState<string | null>(null);
  const save = useWrite(([organization_id, issue]: [string, Issue]) => choose(organization_id, issue), {
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
      onSubmit={({ issue }) => void (customer && save.run([customer, (issue || null) as Issue]))}
    >
      <CustomerPicker value={customer} onChange={setCustomer} />
      {customer && <Current key={customer} customer={customer} />}
      <FormActions>
        <Button type="submit" look="primary" busy={save.running} off={off}>
          {t`Save`}
        </Button>
      </FormActions>
    </Form>
  );
}

function Current({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const params = { path: { organization_id: customer } };
  const { data: found } = useQuery(
    invoicing.query("/v1/billing-schedule/customers/{organization_id}", { params }),
  );
  if (!found) return null;
  return (
    <SelectField label={t`Issue at once`} name="issue" defaultValue={found.issue ?? ""}>
      <option value="">{t`As the account is set`}</option>
      <option value="none">{t`Nothing`}</option>
      <option value="automatic">{t`What lacks nothing`}</option>
    </SelectField>
  );
}

function choose(organization_id: string, issue: Issue) {
  const params = { path: { organization_id } };
  return data(invoicing.PUT("/v1/billing-schedule/customers/{organization_id}", { params, body: { issue } }));
}
