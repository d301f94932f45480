import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";
import type { ReadSettings } from "./billingQuery.ts";

/** Changes some of the billing settings, if nobody else did. */
export function useSaveBilling(settings: ReadSettings) {
  const { t } = useLingui();
  const params = { header: ifMatch(settings) };
  return useWrite(
    (body: Record<string, unknown>) => data(invoicing.PATCH("/v1/settings", { params, body })),
    { refresh: ["invoicing"], onDone: () => toast(t`Saved. The next invoice says so.`) },
  );
}
