import type { InvoicingSchemas } from "../api/invoicing.ts";
import type { TimerSchemas } from "../api/timer.ts";
import { paths, withQuery } from "../paths.ts";
import { weekOf } from "../time/isoWeek.ts";

export type StepName =
  | "you"
  | "customer"
  | "project"
  | "rate"
  | "time"
  | "approve"
  | "seller"
  | "draft"
  | "issue";

export interface Step {
  readonly name: StepName;
  readonly done: boolean;
  /** Where it is done. */
  readonly to: string;
}

type Sheet = Pick<TimerSchemas["schemas"]["TimesheetResponse"], "state" | "first_day">;
type Seller = Pick<InvoicingSchemas["schemas"]["SettingsResponse"], "seller" | "payment_instructions">;
interface Named {
  readonly id: string;
}

/** What is in an account that has issued no invoice yet. */
export interface Begun {
  readonly logsTime: boolean;
  readonly customers: readonly Named[];
  readonly projects: readonly Named[];
  readonly rates: readonly unknown[];
  readonly entries: readonly unknown[];
  readonly sheets: readonly Sheet[];
  readonly settings: Seller;
  readonly drafts: readonly Named[];
}

/** The way from an empty account to the first invoice. What is behind a later step is done, whoever did it and how. */
export function stepsOf(begun: Begun): Step[] {
  const { logsTime, customers, projects, rates, entries, sheets, settings, drafts } = begun;
  const [customer] = customers;
  const [draft] = drafts;
  const ofCustomer = customer ? paths.customer(customer.id) : paths.customers;
  return [
    { name: "you", done: logsTime, to: paths.timer },
    { name: "customer", done: customers.length > 0, to: withQuery(paths.customers, { new: "customer" }) },
    { name: "project", done: projects.length > 0, to: ofCustomer },
    {
      name: "rate",
      done: rates.length > 0,
      to: withQuery(paths.rates, { add: "1", customer: customer?.id }),
    },
    { name: "time", done: entries.length > 0, to: paths.timer },
    { name: "approve", done: sheets.some(({ state }) => state === "approved"), to: approvalOf(sheets) },
    { name: "seller", done: isNamed(settings), to: paths.billingSettings },
    {
      name: "draft",
      done: drafts.length > 0,
      to: withQuery(paths.billing, { draft: customers.length === 1 ? customer?.id : null }),
    },
    { name: "issue", done: false, to: draft ? paths.draft(draft.id) : paths.billing },
  ];
}

/** A timesheet is handed in where it was logged, and approved where it waits. */
function approvalOf(sheets: readonly Sheet[]): string {
  if (sheets.some(({ state }) => state === "submitted")) return paths.approvals;
  const open = sheets.find(({ state }) => state === "draft");
  return open ? paths.week(weekOf(open.first_day)) : paths.thisWeek;
}

/** Whether the law finds on an invoice who sells, and the customer how to pay. */
function isNamed({ seller, payment_instructions }: Seller): boolean {
  const { name, address, vat_number, registration_number } = seller;
  const place = address?.lines.some(Boolean) && address.city && address.country;
  return Boolean(name && place && (vat_number || registration_number) && payment_instructions);
}
