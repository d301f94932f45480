import type { InvoicingSchemas } from "../api/invoicing.ts";
import { today } from "../time/clock.ts";

type Schemas = InvoicingSchemas["schemas"];
export type Receivables = Schemas["ReceivablesResponse"];
export type Row = Receivables["items"][number];
export type Ageing = Receivables["totals"][number];
export type OpenInvoice = Schemas["OpenInvoiceResponse"];
export type Statement = Schemas["StatementResponse"];
export type StatementPart = Statement["currencies"][number];
export type Entry = StatementPart["entries"][number];

export const AGES = ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90"] as const;
export type Age = (typeof AGES)[number];
export const SORTS = ["name", "total", "overdue", "days_late", "credit"] as const;
export type Sort = (typeof SORTS)[number];

/** What of the receivables is shown; the words are those of the address. */
export interface Asked {
  readonly customer: string | null;
  readonly currency: string | null;
  readonly age: Age | null;
  readonly asOf: string | null;
  readonly dated: boolean;
  readonly sort: Sort;
}

/** What an address asks for; what it says wrongly is not asked for. */
export function askedIn(address: URLSearchParams): Asked {
  const text = (name: string) => address.get(name) || null;
  return {
    customer: text("customer"),
    currency: text("currency"),
    age: AGES.find((age) => age === address.get("age")) ?? null,
    asOf: day(text("as_of")),
    dated: address.get("by") === "dated",
    sort: SORTS.find((sort) => sort === address.get("sort")) ?? "name",
  };
}

/** The day that is asked for, as the API takes it. */
export function standing({ asOf, dated }: Pick<Asked, "asOf" | "dated">) {
  return asOf ? ({ as_of: asOf, ...(dated ? { by: "dated" } : {}) } as const) : {};
}

/** The largest comes first, names from A on. */
export function sorted({ sort }: Pick<Asked, "sort">) {
  return sort === "name" ? {} : { sort, descending: true };
}

/** Whether an amount is more than nothing: what is read of it is its text. */
export function isSome({ amount }: { readonly amount: string }): boolean {
  return /[1-9]/.test(amount);
}

/** A day of the calendar that has been; what else an address says is no day. */
export function day(text: string | null): string | null {
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && text <= today() ? text : null;
}
