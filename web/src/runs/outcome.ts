import type { Run, RunCustomer, RunDraft } from "./useRun.ts";

/** What the list of customers shows: all, who needs somebody, or of whom one thing came. */
export const VIEWS = ["all", "attention", "drafted", "nothing", "failed"] as const;
export type View = (typeof VIEWS)[number];

export function viewOf(asked: string | null): View {
  return VIEWS.find((one) => one === asked) ?? "all";
}

/** As the API filters. */
export function filterOf(view: View): { attention?: boolean; outcome?: "drafted" | "nothing" | "failed" } {
  if (view === "all") return {};
  return view === "attention" ? { attention: true } : { outcome: view };
}

/** Whether it only issues drafts that somebody chose. */
export function ofChosen({ first_day }: Run): boolean {
  return first_day === null;
}

/** Drafts that can be issued, also those that could not be before. */
export function issuable(customers: readonly RunCustomer[]): readonly RunDraft[] {
  return customers
    .flatMap(({ drafts }) => drafts)
    .filter(({ state }) => state === "draft" || state === "failed");
}

/** How much of what is under way is done. */
export function progressOf({ state, counts }: Run): { readonly done: number; readonly of: number } | null {
  if (state === "drafting") return { done: counts.customers - counts.waiting, of: counts.customers };
  if (state === "issuing") return { done: counts.issued, of: counts.issued + counts.issuing };
  return null;
}

/** Whether continuing it would do something that is known: more may have come since, too. */
export function hasLeft({ counts }: Run): boolean {
  return counts.failed + counts.cancelled + counts.attention > 0;
}
