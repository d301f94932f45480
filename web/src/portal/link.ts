import { queryOptions } from "@tanstack/react-query";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { activate, LANGUAGES, preferredLanguage } from "../i18n/activate.ts";
import { saveFile } from "../ui/saveFile.ts";

export type CustomerPage = InvoicingSchemas["schemas"]["CustomerPageResponse"];
export type Line = CustomerPage["lines"][number];
export type Party = CustomerPage["seller"];

const AGAIN_MILLISECONDS = 300_000;

/** The link is the caller: no session goes before it. */
export function bearer(token: string): { readonly Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** The invoice; when it is there, the page speaks its language. */
export function pageQuery(token: string) {
  return queryOptions({
    queryKey: ["invoicing", "customer-page", token],
    queryFn: async ({ signal }): Promise<CustomerPage> => {
      const page = await data(invoicing.GET("/v1/customer-page", { headers: bearer(token), signal }));
      await activate(LANGUAGES.find((one) => page.language.startsWith(one)) ?? preferredLanguage());
      return page;
    },
    refetchInterval: (query) => (query.state.error ? false : AGAIN_MILLISECONDS),
  });
}

/** Fetches the PDF and lets the browser save it: its address alone opens nothing. */
export async function savePdf(token: string, number: string): Promise<void> {
  const pdf = await data(
    invoicing.GET("/v1/customer-page/document", { headers: bearer(token), parseAs: "blob" }),
  );
  saveFile(pdf as unknown as Blob, `${number}.pdf`);
}
