import { expect, test } from "vitest";
import { browserName } from "./browserName.ts";
import { changed } from "./changed.ts";
import { missingForInvoice } from "./missing.ts";
import { numberExamples } from "./numberExample.ts";

test("a patch names what differs, and nothing else", () => {
  const before = {
    seller: { name: "A", vat_number: null, address: null },
    terms: { kind: "net-days", days: 30 },
  };
  const after = { seller: { name: "A", vat_number: "DK1", address: { lines: ["x"] } }, terms: before.terms };
  expect(changed(before, after)).toEqual({ seller: { vat_number: "DK1", address: { lines: ["x"] } } });
  expect(changed(before, before)).toEqual({});
});

test.each([
  ["{year}-{seq:04}", ["2026-0001", "2026-0002"]],
  ["F{yy}/{seq}", ["F26/1", "F26/2"]],
  ["{seq}", ["1", "2"]],
  ["{year}", null],
  ["{seq}{seq}", null],
  ["#{seq}", null],
])("numbers of %s", (format, numbers) => {
  expect(numberExamples(format, 2026)).toEqual(numbers);
});

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Windows"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1",
    "Safari · iPhone",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Linux"],
  ["curl/8.5", "curl/8.5"],
])("%s is %s", (agent, name) => {
  expect(browserName(agent)).toBe(name);
});

test("what the first invoice waits for", () => {
  const seller = { name: "", address: null, vat_number: null, registration_number: null };
  const nothing = { settings: { seller, payment_instructions: "" }, customers: 0, rates: 0 };
  expect(missingForInvoice(nothing)).toEqual(["name", "address", "number", "payment", "customer", "rate"]);
  const address = { lines: ["Kajen 4"], postal_code: "", city: "Aarhus", country: "DK" };
  const all = { name: "A", address, vat_number: null, registration_number: "1" };
  const settings = { seller: all, payment_instructions: "Reg. 1234" };
  expect(missingForInvoice({ settings, customers: 1, rates: 1 })).toEqual([]);
});
