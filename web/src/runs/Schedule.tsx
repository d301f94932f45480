import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { GroupingField } from "../texts/GroupingField.tsx";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { CustomerChoice } from "./CustomerChoice.tsx";

type Chosen = InvoicingSchemas["schemas"]["BillingScheduleResponse"];
type Wanted = InvoicingSchemas["schemas"]["BillingScheduleRequest"];
const DAYS = Array.from({ length: 31 }, (_, index) => index + 1);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When the month before is billed by itself, and what is issued at once. */
export function Schedule() {
  const { t } = useLingui();
  const schedule = useQuery(invoicing.query("/v1/billing-schedule"));
  const [open, setOpen] = useState<"account" | "customer" | null>(null);
  const off = useMay().not("change-invoices");
  const close = () => setOpen(null);
  return (
    <Section title={t`By itself`}>
      <QueryView query={schedule}>
        {(chosen) => (
          <Card>
            <div className="stack">
              <Now chosen={chosen} />
              <div className="row">
                <Button off={off} onClick={() => setOpen("account")}>{t`Change…`}</Button>
                <Button look="quiet" off={off} onClick={() => setOpen("customer")}>
                  {t`For one customer…`}
                </Button>
              </div>
            </div>
            <Dialog title={t`Bill by itself`} open={open === "account"} onClose={close}>
              <ScheduleForm chosen={chosen} close={close} />
            </Dialog>
            <Dialog title={t`Issue at once for one customer`} open={open === "customer"} onClose={close}>
              <CustomerChoice close={close} />
            </Dialog>
          </Card>
        )}
      </QueryView>
    </Section>
  );
}

function Now({ chosen }: { readonly chosen: Chosen }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const next = chosen.next_start ? moment(chosen.next_start, browserZone()) : t`never`;
  const issued = chosen.issue === "automatic" ? t`what lacks nothing` : t`nothing`;
  return (
    <Facts
      facts={[
        [t`The month before is billed`, next],
        [t`Issued at once`, issued],
      ]}
    />
  );
}

function ScheduleForm({ chosen, close }: { readonly chosen: Chosen; readonly close: () => void }) {
  const { t } = useLingui();
  const save = useWrite(
    (body: Wanted) =>
      data(invoicing.PUT("/v1/billing-schedule", { params: { header: ifMatch(chosen) }, body })),
    {
      refresh: ["invoicing"],
      onDone: () => {
        toast(t`Saved.`);
        close();
      },
    },
  );
  return (
    <Form onSubmit={(values) => void save.run(wanted(values, chosen))} refusal={useRefusal(save.problem)}>
      <FormRow>
        <SelectField
          label={t`Each month on day`}
          name="day_of_month"
          defaultValue={chosen.day_of_month ?? ""}
          hint={t`Or the last day of a shorter month.`}
        >
          <option value="">{t`never`}</option>
          <Numbers of={DAYS} />
        </SelectField>
        <SelectField
          label={t`At hour`}
          name="hour"
          defaultValue={chosen.hour}
          hint={t`In the account's time zone.`}
        >
          <Numbers of={HOURS} />
        </SelectField>
      </FormRow>
      <GroupingField defaultValue={chosen.group_by} />
      <SelectField label={t`Issue at once`} name="issue" defaultValue={chosen.issue}>
        <option value="none">{t`Nothing`}</option>
        <option value="automatic">{t`What lacks nothing`}</option>
      </SelectField>
      <p className="muted">
        <Trans>Others stay drafts with the reason. It holds for runs that you begin, too.</Trans>
      </p>
      <FormActions>
        <Button type="submit" look="primary" busy={save.running}>
          {t`Save`}
        </Button>
      </FormActions>
    </Form>
  );
}

function Numbers({ of }: { readonly of: readonly number[] }) {
  return of.map((one) => (
    <option key={one} value={one}>
      {one}
    </option>
  ));
}

function wanted({ day_of_month, hour, group_by, issue }: Values, { delivery }: Chosen): Wanted {
  return {
    day_of_month: day_of_month ? Number(day_of_month) : null,
    hour: Number(hour),
    group_by: group_by as Wanted["group_by"],
    issue: issue as Wanted["issue"],
    delivery,
  };
}
