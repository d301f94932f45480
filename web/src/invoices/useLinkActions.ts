import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";

/** Makes a new link to the customer's page, or revokes the one there is. */
export function useLinkActions(invoiceId: string) {
  const { t } = useLingui();
  const params = { path: { invoice_id: invoiceId } };
  const link = "/v1/invoices/{invoice_id}/customer-link";
  const renew = useWrite(() => data(invoicing.POST(link, { params })), {
    refresh: ["invoicing"],
    onDone: () => toast(t`There is a new link. The one before opens nothing any more.`),
  });
  const revoke = useWrite(() => data(invoicing.DELETE(link, { params })), {
    refresh: ["invoicing"],
    onDone: () => toast(t`The link is revoked.`),
  });
  return { renew, revoke };
}
