import { useSearchParams } from "react-router";

/** What of the list is shown; the words are those of the address. */
export type Shown = "all" | "draft" | "unpaid" | "partial" | "overdue" | "disputed" | "undelivered" | "paid";

export interface Filters {
  readonly shown: Shown;
  readonly customer: string | null;
  readonly number: string | null;
}

const SHOWN: readonly Shown[] = [
  "all",
  "draft",
  "unpaid",
  "partial",
  "overdue",
  "disputed",
  "undelivered",
  "paid",
];

const ASKED = {
  all: {},
  draft: { state: "draft" },
  unpaid: { payment: "unpaid" },
  partial: { payment: "partial" },
  overdue: { overdue: true },
  disputed: { disputed: true },
  undelivered: { undelivered: true },
  paid: { payment: "paid" },
} as const;

/** The filters of an address; what it does not say, or says wrongly, is not asked for. */
export function filtersOf(query: URLSearchParams): Filters {
  const shown = SHOWN.find((one) => one === query.get("show")) ?? "all";
  return { shown, customer: query.get("customer") || null, number: query.get("number")?.trim() || null };
}

/** The filters as the API takes them; what was drafted last comes first. */
export function asked({ shown, customer, number }: Filters) {
  return {
    newest_first: true,
    ...ASKED[shown],
    ...(customer ? { organization_id: customer } : {}),
    ...(number ? { number } : {}),
  };
}

/** The filters as exports of issued invoices take them. */
export function exported({ shown, customer }: Filters): Record<string, string | null> {
  const payment = shown === "unpaid" || shown === "partial" || shown === "paid" ? shown : null;
  return { organization_id: customer, payment, overdue: shown === "overdue" ? "true" : null };
}

/** The filters in the address, and what changes some of them. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [query, setQuery] = useSearchParams();
  const filters = filtersOf(query);
  const change = (changed: Partial<Filters>) => {
    const { shown, customer, number } = { ...filters, ...changed };
    const next = { show: shown === "all" ? "" : shown, customer: customer ?? "", number: number ?? "" };
    setQuery(Object.fromEntries(Object.entries(next).filter(([, value]) => value)), { replace: true });
  };
  return [filters, change];
}
