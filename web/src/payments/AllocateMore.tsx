import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { AllocationFields } from "./AllocationFields.tsx";
import { oldestFirst } from "./oldestFirst.ts";
import { type Allocation, allocationsOf, namedByInvoice, type Payment } from "./payment.ts";
import { useOpenInvoices } from "./useOpenInvoices.ts";

/** Settles more invoices with what is left of the payment. */
export function AllocateMore({ payment }: { readonly payment: Payment }) {
  const { t } = useLingui();
  const may = useMay();
  const [sent, setSent] = useState<readonly Allocation[]>([]);
  const write = useAllocate(payment);
  const refusal = useRefusal(namedByInvoice(write.problem, sent));
  const open = useOpenInvoices(payment.organization_id, payment.amount.currency);
  if (!open) return null;
  const submit = (allocations: readonly Allocation[]) => {
    setSent(allocations);
    void write.run([...allocations]);
  };
  return (
    <Section title={t`Settle more`}>
      <Card>
        {open.length === 0 ? (
          <p>{t`The customer owes nothing else. What is left is their credit.`}</p>
        ) : (
          <Form label={t`Settle more`} refusal={refusal} onSubmit={(values) => submit(allocationsOf(values))}>
            <AllocationFields invoices={open} proposed={oldestFirst(payment.credit.amount, open)} />
            <FormActions>
              <Button type="submit" look="primary" busy={write.running} off={may.not("change-invoices")}>
                {t`Settle`}
              </Button>
            </FormActions>
          </Form>
        )}
      </Card>
    </Section>
  );
}

function useAllocate({ id }: Payment) {
  const { t } = useLingui();
  return useWrite(
    (allocations: Allocation[]) =>
      data(
        invoicing.POST("/v1/payments/{payment_id}/allocations", {
          params: { path: { payment_id: id } },
          body: { allocations },
        }),
      ),
    { refresh: ["invoicing"], onDone: () => toast(t`The invoices are settled.`) },
  );
}
