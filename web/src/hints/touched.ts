import type { paths as Identity } from "../api/schema/identity.ts";
import type { paths as Invoicing } from "../api/schema/invoicing.ts";
import type { paths as Notifier } from "../api/schema/notifier.ts";
import type { paths as QboSync } from "../api/schema/qbo-sync.ts";
import type { paths as Rates } from "../api/schema/rates.ts";
import type { paths as Timer } from "../api/schema/timer.ts";

/** Queries of a service by the second part of their keys: its addresses, with all beneath them, and names of our own. */
interface Touched {
  readonly identity?: readonly (keyof Identity)[];
  readonly timer?: readonly (keyof Timer | "waiting-sheets" | "decided-sheets")[];
  readonly rates?: readonly (keyof Rates | "unpriced-entries")[];
  readonly invoicing?: readonly (keyof Invoicing | "/v1/reports" | "draft")[];
  readonly notifier?: readonly (keyof Notifier | "mail")[];
  readonly "qbo-sync"?: readonly (keyof QboSync)[];
}

const SHEETS = ["/v1/timesheets", "waiting-sheets", "decided-sheets"] as const;
const PRICES = [
  "/v1/prices",
  "/v1/agreements",
  "/v1/budgets",
  "/v1/costs-and-revenue",
  "/v1/foreign-currency-entries",
  "unpriced-entries",
] as const;

/** What may show something else after a change of a kind, also because another service has read of it since. */
const TOUCHED = {
  "identity.members": { identity: ["/v1/members", "/v1/invitations"] },
  "timer.account-settings": {
    timer: ["/v1/settings", "/v1/capacity", "/v1/public-holidays"],
    invoicing: ["/v1/settings"],
  },
  "timer.organizations": {
    timer: ["/v1/organizations", "/v1/contacts"],
    invoicing: ["/v1/settings", "draft"],
  },
  "timer.agents": { timer: ["/v1/agents", "/v1/capacity", "/v1/public-holidays"] },
  "timer.teams": { timer: ["/v1/teams", "/v1/reports/work"] },
  "timer.memberships": { timer: ["/v1/teams", "/v1/agents", "/v1/reports/work"] },
  "timer.projects": { timer: ["/v1/projects"], rates: ["/v1/budgets"] },
  "timer.project-budgets": { timer: ["/v1/projects"] },
  "timer.timers": { timer: ["/v1/timer"] },
  "timer.tasks": { timer: ["/v1/tasks", "/v1/projects", "/v1/plan"], rates: ["/v1/budgets"] },
  "timer.service-types": { timer: ["/v1/service-types"] },
  "timer.tickets": { timer: ["/v1/tickets"] },
  "timer.time-entries": {
    timer: ["/v1/timer", "/v1/time-entries", "/v1/projects", "/v1/reports/work", ...SHEETS],
    rates: PRICES,
    invoicing: ["/v1/billable-time", "/v1/reports"],
  },
  "timer.timesheets": {
    timer: ["/v1/time-entries", "/v1/reports/work", ...SHEETS],
    invoicing: ["/v1/billable-time", "/v1/reports", "draft"],
  },
  "timer.missing-timesheets": { timer: ["/v1/timesheets/missing"] },
  "rates.prices": { rates: PRICES, invoicing: ["/v1/billable-time", "/v1/reports", "draft"] },
  "rates.budgets": { rates: ["/v1/budgets"] },
  "rates.agreement-charges": {
    rates: ["/v1/agreements", "/v1/budgets", "/v1/costs-and-revenue"],
    invoicing: ["/v1/agreement-charges", "/v1/billable-time", "/v1/reports", "draft"],
  },
  "invoicing.invoices": {
    timer: ["/v1/time-entries"],
    rates: ["/v1/agreements", "/v1/budgets", "/v1/costs-and-revenue", "/v1/rates"],
    invoicing: [
      "/v1/agreement-charges",
      "/v1/billable-time",
      "/v1/billing-runs",
      "/v1/invoices",
      "/v1/credit-notes",
      "/v1/quotes",
      "/v1/recurring-invoices",
      "/v1/payments",
      "/v1/reports",
      "draft",
    ],
    notifier: ["/v1/messages", "/v1/reminders", "/v1/invoices/{invoice_id}/reminders", "mail"],
    "qbo-sync": ["/v1/invoices"],
  },
  "invoicing.write-offs": {
    rates: ["/v1/costs-and-revenue", "/v1/budgets"],
    invoicing: ["/v1/billable-time", "/v1/reports", "/v1/write-offs", "draft"],
  },
  "invoicing.reopenings": { invoicing: ["/v1/billable-time", "/v1/invoices", "/v1/reports", "draft"] },
  "notifier.deliveries": { notifier: ["/v1/messages", "mail"], invoicing: ["/v1/invoices"] },
  "notifier.credit-note-deliveries": {
    notifier: ["/v1/messages", "mail"],
    invoicing: ["/v1/credit-notes"],
  },
  "notifier.reminders": {
    notifier: ["/v1/messages", "/v1/reminders", "/v1/invoices/{invoice_id}/reminders", "mail"],
    invoicing: ["/v1/invoices"],
  },
  "qbo-sync.invoices": {
    "qbo-sync": ["/v1/connection", "/v1/invoices"],
    invoicing: ["/v1/invoices", "/v1/payments", "/v1/reports"],
  },
} as const satisfies Record<string, Touched>;

/** What hints speak of: topics of events, and members. */
export type Kind = keyof typeof TOUCHED;
export const KINDS = Object.keys(TOUCHED) as readonly Kind[];

/** Whether a query may answer something else after changes of these kinds. Kinds that this build does not know touch nothing. */
export function touches(kinds: ReadonlySet<Kind>, [service, name]: readonly unknown[]): boolean {
  for (const kind of kinds) {
    const ofKind: Touched | undefined = TOUCHED[kind];
    const touched: readonly string[] | undefined = ofKind?.[service as keyof Touched];
    if (touched?.some((one) => name === one || String(name).startsWith(`${one}/`))) return true;
  }
  return false;
}
