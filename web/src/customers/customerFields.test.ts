import { expect, test } from "vitest";
import type { Organization } from "../directory/lists.ts";
import { changesOf, customerOf, gapsOf, isFound } from "./customerFields.ts";

const NORDLYS: Organization = {
  id: "1",
  version: 3,
  name: "Nordlys ApS",
  address_lines: ["Kajen 4"],
  postal_code: "8000",
  city: "Aarhus",
  country: "DK",
  kind: "business",
  vat_number: "DK12345678",
  registration_number: null,
  gln: null,
  notes: "",
  language: "da",
  currency: null,
  effective_currency: "DKK",
  email_domains: ["nordlys.example"],
  archived: false,
  merged_into: null,
};
const TYPED = {
  name: " Nordlys ApS ",
  address_lines: "Kajen 4\n\n",
  postal_code: "8000",
  city: "Aarhus",
  country: "DK",
  vat_number: "DK 12 34 56 78",
  language: "da",
  currency: "",
};

test("what was not changed is not sent", () => {
  expect(changesOf(NORDLYS, customerOf(TYPED))).toEqual({});
  expect(
    changesOf(NORDLYS, customerOf({ ...TYPED, vat_number: "", address_lines: "Kajen 5\n2. sal" })),
  ).toEqual({
    vat_number: null,
    address_lines: ["Kajen 5", "2. sal"],
  });
});

test("customers are found by name, VAT number and city, in any order", () => {
  expect(isFound(NORDLYS, "aarhus nord")).toBe(true);
  expect(isFound(NORDLYS, "dk1234")).toBe(true);
  expect(isFound(NORDLYS, "fjord")).toBe(false);
  expect(isFound(NORDLYS, "")).toBe(true);
});

test("an invoice needs an address, and somebody who gets it", () => {
  expect(gapsOf(NORDLYS, [{ billing: true }])).toEqual([]);
  expect(gapsOf({ ...NORDLYS, country: null }, [{ billing: false }])).toEqual(["address", "billing-contact"]);
});
