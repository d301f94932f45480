import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import type { Values } from "../ui/Form.tsx";

type Schemas = InvoicingSchemas["schemas"];
export type Terms = Schemas["TermsResponse"];
export type NewTerms = Schemas["TermsRequest"];

/** When something is due: `30 days after the invoice's date`. */
export function useTermsWords(): (terms: Terms) => string {
  const { t } = useLingui();
  const { day } = useFormats();
  return ({ kind, days, due_date }) => {
    switch (kind) {
      case "net-days":
        return t`${days} days after the invoice's date`;
      case "end-of-month":
        return days ? t`${days} days after the end of the month` : t`At the end of the month`;
      case "on-receipt":
        return t`On receipt`;
      case "fixed-date":
        return due_date ? day(due_date) : "–";
    }
  };
}

/** The terms that a form with `TermsChoice` holds; null: nothing is said. What is no number goes as typed: the API says so. */
export function termsOf(values: Values): NewTerms | null {
  const kind = values["terms.kind"] as NewTerms["kind"] | "" | undefined;
  if (!kind) return null;
  if (kind === "fixed-date") return { kind, days: 0, due_date: values["terms.due_date"] || null };
  const typed = (values["terms.days"] ?? "0").trim();
  const days = /^\d+$/.test(typed) ? Number(typed) : (typed as unknown as number);
  return { kind, days: kind === "on-receipt" ? 0 : days, due_date: null };
}
