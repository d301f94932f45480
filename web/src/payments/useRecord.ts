import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Values } from "../ui/Form.tsx";
import { type Allocation, allocationsOf, namedByInvoice, type Payment, writtenOff } from "./payment.ts";

/** Records the payment of a form. */
export function useRecord(currency: string, onRecorded: (id: string) => void) {
  const [sent, setSent] = useState<readonly Allocation[]>([]);
  const write = useWrite(
    (values: Values) =>
      data(
        invoicing.POST("/v1/payments", {
          body: {
            organization_id: values.organization_id || null,
            received_on: values.received_on ?? "",
            amount: { amount: values.amount ?? "", currency: currency as Payment["amount"]["currency"] },
            method: values.method as Payment["method"],
            reference: values.reference ?? "",
            allocations: allocationsOf(values),
            ...writtenOff(values),
          },
        }),
      ),
    { refresh: ["invoicing", "qbo-sync"], onDone: ({ id }) => onRecorded(id) },
  );
  return {
    run: (values: Values) => {
      setSent(allocationsOf(values));
      void write.run(values);
    },
    running: write.running,
    problem: namedByInvoice(write.problem, sent),
  };
}
