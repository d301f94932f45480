import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import type { OpenInvoice } from "./payment.ts";

/** Undefined until it is there: the invoices of a customer with something owed, the one that is due first at the top. */
export function useOpenInvoices(
  customer: string | null,
  currency?: string,
): readonly OpenInvoice[] | undefined {
  const query = { organization_id: customer ?? "", state: "issued" as const, limit: 500 };
  const { data } = useQuery({
    ...invoicing.query("/v1/invoices", { params: { query } }),
    enabled: customer !== null,
  });
  return data?.items
    .filter(({ payment }) => payment === "unpaid" || payment === "partial")
    .filter((invoice) => !currency || invoice.currency === currency)
    .sort((one, other) => (one.due_date ?? "").localeCompare(other.due_date ?? ""));
}
