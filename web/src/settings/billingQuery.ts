import { queryOptions } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";

export type BillingSettings = InvoicingSchemas["schemas"]["SettingsResponse"];
/** With the version that its `ETag` bears: a gateway that compresses adds to the tag. */
export type ReadSettings = BillingSettings & { readonly version: number };

export const billingQuery = queryOptions({
  queryKey: ["invoicing", "/v1/settings", "with version"],
  queryFn: async ({ signal }): Promise<ReadSettings> => {
    const { data, response } = await invoicing.GET("/v1/settings", { signal });
    const version = /\d+/.exec(response.headers.get("etag") ?? "")?.[0] ?? "0";
    return { ...(data as BillingSettings), version: Number(version) };
  },
});
