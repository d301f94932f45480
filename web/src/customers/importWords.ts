import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "../ui/Note.tsx";
import type { ReportedRow } from "./useCustomerImport.ts";

/** What a column may hold, and what a row fills. */
export const FIELDS: Readonly<Record<string, MessageDescriptor>> = {
  name: msg`Name`,
  address: msg`Address`,
  address_lines: msg`Address`,
  postal_code: msg`Postal code`,
  city: msg`City`,
  country: msg`Country`,
  vat_number: msg`VAT number`,
  registration_number: msg`Registration number`,
  gln: msg`EAN (GLN)`,
  code: msg`Customer code`,
  language: msg`Language`,
  currency: msg`Currency`,
  email_domains: msg`E-mail domains`,
  notes: msg`Notes`,
  contact: msg`New contact`,
  contact_name: msg`Contact`,
  contact_first_name: msg`First name of the contact`,
  contact_last_name: msg`Last name of the contact`,
  contact_email: msg`E-mail address of the contact`,
  contact_phone: msg`Telephone of the contact`,
};

export const OUTCOMES: Record<
  ReportedRow["outcome"],
  { readonly label: MessageDescriptor; readonly tone: Tone }
> = {
  create: { label: msg`New`, tone: "ok" },
  update: { label: msg`Filled in`, tone: "info" },
  unchanged: { label: msg`Here already`, tone: "neutral" },
  conflict: { label: msg`Differs`, tone: "danger" },
  error: { label: msg`Not readable`, tone: "danger" },
};

/** Reasons of cells that only a list of customers has. */
export const CELLS: Readonly<Record<string, MessageDescriptor>> = {
  "the customer has no name": msg`The customer has no name.`,
  "no country that is known by this name; write the two letters of its code": msg`No country has this name: write the two letters of its code.`,
};
