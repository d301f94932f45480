import { useLingui } from "@lingui/react/macro";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { ACCOUNTS, accountsOf } from "./ledger.ts";

type Settings = InvoicingSchemas["schemas"]["LedgerSettingsResponse"];

/** Which account is for what; rules for parts of the revenue are kept as they are. */
export function LedgerForm({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const { version, revenue_rules } = settings;
  const save = useWrite(
    (values: Values) => {
      const body = { ...accountsOf(values), revenue_rules };
      return data(invoicing.PUT("/v1/ledger-settings", { params: { header: ifMatch({ version }) }, body }));
    },
    { refresh: ["invoicing"], onDone: () => toast(t`Saved. The next export books there.`) },
  );
  const names: Record<(typeof ACCOUNTS)[number], string> = {
    receivables: t`Receivables`,
    revenue: t`Revenue`,
    vat: t`VAT on sales`,
    bank: t`Bank`,
    cash: t`Cash`,
    card: t`Cards`,
    quickbooks: t`Payments in QuickBooks`,
    other: t`Other payments`,
    customer_credit: t`Credit of customers`,
    credit_applied: t`Credits in QuickBooks`,
    write_offs: t`Small differences`,
  };
  const field = (name: (typeof ACCOUNTS)[number], needed: boolean) => (
    <TextField
      key={name}
      label={names[name]}
      name={name}
      defaultValue={settings[name] ?? ""}
      autoComplete="off"
      {...(needed ? {} : { optional: t`optional` })}
    />
  );
  return (
    <Card>
      <Form
        onSubmit={(values) => void save.run(values)}
        refusal={useRefusal(save.problem)}
        label={t`Accounts of the ledger`}
      >
        <FormRow>{ACCOUNTS.slice(0, 4).map((name) => field(name, true))}</FormRow>
        <p className="muted small">
          {t`Without an account of their own, payments go to the bank and customers' credit stays in the receivables.`}
        </p>
        <FormRow>{ACCOUNTS.slice(4).map((name) => field(name, false))}</FormRow>
        <FormActions>
          <Button type="submit" look="primary" off={off} busy={save.running}>
            {t`Save`}
          </Button>
        </FormActions>
      </Form>
    </Card>
  );
}
