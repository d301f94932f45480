import { expect, test } from "vitest";
import type { Organization } from "../directory/lists.ts";
import { changesOf, customerOf, domainsOf, gapsOf } from "./customerFields.ts";

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
  code: null,
  notes: "",
  language: "da",
  currency: null,
  billable: null,
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
  kind: "business",
  vat_number: " DK12345678",
  email_domains: "nordlys.example",
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

test("nothing said of new time is null, which stays, and a choice is sent", () => {
  const billable = (chosen: string) => changesOf(NORDLYS, customerOf({ ...TYPED, billable: chosen }));
  expect([billable(""), billable("false")]).toEqual([{}, { billable: false }]);
});

test("domains may stand on lines or between commas", () => {
  expect(domainsOf("nordlys.example, nordlys.shop\n")).toEqual(["nordlys.example", "nordlys.shop"]);
  expect(domainsOf(" ")).toEqual([]);
});

test("an invoice needs an address, and somebody who gets it", () => {
  const eva = { billing: true, organization_id: NORDLYS.id };
  expect(gapsOf(NORDLYS, [eva])).toEqual([]);
  expect(gapsOf(NORDLYS, [{ ...eva, organization_id: "merged" }])).toEqual(["billing-contact"]);
  expect(gapsOf({ ...NORDLYS, country: null }, [{ ...eva, billing: false }])).toEqual([
    "address",
    "billing-contact",
  ]);
});
