import { useSearchParams } from "react-router";

export type Shown = "all" | "draft" | "issued" | "overdue";

export interface Filters {
  readonly shown: Shown;
  readonly customer: string | null;
  readonly number: string | null;
}

const SHOWN: readonly Shown[] = ["all", "draft", "issued", "overdue"];

/** The filters of an address; what it does not say, or says wrongly, is not asked for. */
export function filtersOf(query: URLSearchParams): Filters {
  const shown = SHOWN.find((one) => one === query.get("show")) ?? "all";
  return { shown, customer: query.get("customer") || null, number: query.get("number")?.trim() || null };
}

/** The filters as the API takes them. */
export function asked({ shown, customer, number }: Filters) {
  return {
    ...(shown === "draft" || shown === "issued" ? { state: shown } : {}),
    ...(shown === "overdue" ? { overdue: true } : {}),
    ...(customer ? { organization_id: customer } : {}),
    ...(number ? { number } : {}),
  };
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
