import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { kindOf } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { addDays, firstOfMonth } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";

/** Exports all that no export has, up to a day: the end of last month, unless another is chosen. */
export function ExportForm() {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const make = useWrite(
    (last_day: string) => data(invoicing.POST("/v1/journal-exports", { body: { last_day } })),
    {
      refresh: ["invoicing"],
      onDone: ({ transactions }) => toast(t`Exported. Transactions: ${transactions}`),
    },
  );
  const refusal = useRefusal(make.problem);
  // The form below shows which: their names here would be those of the API.
  const accountsMissing = make.problem !== null && kindOf(make.problem) === "ledger-incomplete";
  return (
    <Card>
      <Form
        onSubmit={({ last_day = "" }) => void make.run(last_day)}
        refusal={refusal && accountsMissing ? { ...refusal, reasons: new Map() } : refusal}
        label={t`Export the journal`}
      >
        <TextField
          label={t`Up to`}
          name="last_day"
          type="date"
          defaultValue={addDays(firstOfMonth(today()), -1)}
          hint={t`What came late of earlier days comes along. Nothing is exported twice.`}
        />
        <FormActions>
          <Button type="submit" look="primary" off={off} busy={make.running}>
            {t`Export`}
          </Button>
        </FormActions>
      </Form>
    </Card>
  );
}
