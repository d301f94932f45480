import { queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import { termsOf } from "../explain/terms.ts";
import type { Values } from "../ui/Form.tsx";
import { flagOf } from "../ui/flags.ts";

type Schemas = InvoicingSchemas["schemas"];
type NewBilling = Schemas["CustomerBillingRequest"];
type Billing = Schemas["CustomerBillingResponse"];
/** With the version that its `ETag` bears. */
export type ReadBilling = Billing & { readonly version: number };

export function billingQuery(organization_id: string) {
  return queryOptions({
    queryKey: ["invoicing", "customer-billing", organization_id],
    queryFn: async ({ signal }): Promise<ReadBilling> => {
      const params = { path: { organization_id } };
      const answer = await invoicing.GET("/v1/customer-billing/{organization_id}", { params, signal });
      const version = /\d+/.exec(answer.response.headers.get("etag") ?? "")?.[0] ?? "0";
      return { ...(answer.data as Billing), version: Number(version) };
    },
  });
}

/** Replaces what was read, if nobody else did. */
export function useSaveBilling(
  organization_id: string,
  read: ReadBilling,
  onDone: () => void,
): Write<NewBilling, Billing> {
  const params = { path: { organization_id }, header: ifMatch(read) };
  return useWrite((body) => data(invoicing.PUT("/v1/customer-billing/{organization_id}", { params, body })), {
    refresh: ["invoicing"],
    onDone,
  });
}

/** What the form holds, as the API takes it, and the texts, which have a form of their own. Days without a number are refused, as they would be lost. */
export function billingOf(values: Values, read: Billing): NewBilling {
  const text = (name: string) => (values[name] ?? "").trim();
  const number = text("purchase_order.number");
  const valid_from = text("purchase_order.valid_from") || null;
  const valid_until = text("purchase_order.valid_until") || null;
  return {
    purchase_order: number || valid_from || valid_until ? { number, valid_from, valid_until } : null,
    terms: termsOf(values),
    payment_instructions: text("payment_instructions") || null,
    public_buyer: flagOf(text("public_buyer")),
    line_texts: read.line_texts,
  };
}
