import type { TimerSchemas } from "../api/timer.ts";
import type { Organization } from "../directory/lists.ts";
import type { Values } from "../ui/Form.tsx";
import { flagOf } from "../ui/flags.ts";

export type NewCustomer = Omit<Required<TimerSchemas["schemas"]["OrganizationRequest"]>, "archived">;

/** What the form of a customer holds, as the API takes it: no text is null where that means "none". */
export function customerOf(values: Values): NewCustomer {
  const { name = "", address_lines = "", postal_code = "", city = "", language = "en" } = values;
  return {
    name: name.trim(),
    address_lines: linesOf(address_lines),
    postal_code: postal_code.trim(),
    city: city.trim(),
    country: values.country || null,
    kind: values.kind === "private" ? "private" : "business",
    vat_number: values.vat_number?.trim() || null,
    registration_number: values.registration_number?.trim() || null,
    gln: values.gln?.trim() || null,
    code: values.code?.trim().toUpperCase() || null,
    email_domains: domainsOf(values.email_domains ?? ""),
    notes: (values.notes ?? "").trim(),
    language,
    billable: flagOf(values.billable),
    currency: (values.currency || null) as NewCustomer["currency"],
  };
}

/** Lines without those that are empty. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter(Boolean);
}

/** Domains as they are typed: each on its own line, or with commas between. */
export function domainsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** Only what differs: a merge patch touches nothing else, whoever changed it meanwhile. */
export function changesOf(before: Organization, after: NewCustomer): Partial<NewCustomer> {
  const differs = (key: string) =>
    JSON.stringify(before[key as keyof NewCustomer]) !== JSON.stringify(after[key as keyof NewCustomer]);
  return Object.fromEntries(Object.entries(after).filter(([key]) => differs(key)));
}

/** What the law or the post still misses on an invoice to this customer. */
export type Gap = "address" | "billing-contact";

interface Person {
  readonly billing: boolean;
  readonly organization_id: string;
}

export function gapsOf(customer: Organization, contacts: readonly Person[]): Gap[] {
  const gaps: Gap[] = [];
  if (customer.address_lines.length === 0 || !customer.city || !customer.country) gaps.push("address");
  if (!contacts.some((one) => one.billing && one.organization_id === customer.id))
    gaps.push("billing-contact");
  return gaps;
}
