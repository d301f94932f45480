import { useLingui } from "@lingui/react/macro";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import type { Filters } from "./filters.ts";
import styles from "./Invoices.module.css";

interface Props {
  readonly filters: Filters;
  readonly change: (filters: Partial<Filters>) => void;
}

/** State, customer and number; all of it stands in the address. */
export function InvoiceFilters({ filters, change }: Props) {
  const { t } = useLingui();
  return (
    <div className="stack">
      <div>
        <Choice
          label={t`Which invoices`}
          name="show"
          value={filters.shown}
          options={[
            ["all", t`All`],
            ["draft", t`Drafts`],
            ["unpaid", t`Not paid`],
            ["partial", t`Partly paid`],
            ["overdue", t({ message: "Overdue", context: "several" })],
            ["disputed", t({ message: "Disputed", context: "several" })],
            ["undelivered", t`Not delivered`],
            ["paid", t({ message: "Paid", context: "several" })],
          ]}
          onChange={(shown) => change({ shown })}
        />
      </div>
      <Form
        label={t`Find invoices`}
        refusal={null}
        onSubmit={({ number = "" }) => change({ number: number.trim() || null })}
      >
        <FormRow>
          <CustomerPicker
            value={filters.customer}
            onChange={(customer) => change({ customer })}
            optional={t`any`}
          />
          <div className={styles.find}>
            <TextField
              key={filters.number}
              label={t`Invoice number`}
              name="number"
              type="search"
              autoComplete="off"
              defaultValue={filters.number ?? ""}
            />
            <Button type="submit">{t`Find`}</Button>
          </div>
        </FormRow>
      </Form>
    </div>
  );
}
