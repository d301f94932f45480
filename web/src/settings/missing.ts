import type { InvoicingSchemas } from "../api/invoicing.ts";

type Settings = Pick<InvoicingSchemas["schemas"]["SettingsResponse"], "seller" | "payment_instructions">;
export type MissingThing = "name" | "address" | "number" | "payment" | "customer" | "rate";

interface Known {
  readonly settings: Settings;
  readonly customers: number;
  readonly rates: number;
}

/** What no invoice can be issued without, and is not there yet: the law's part first, then somebody to invoice, and a price. */
export function missingForInvoice({ settings, customers, rates }: Known): MissingThing[] {
  const { seller, payment_instructions } = settings;
  const things: [MissingThing, boolean][] = [
    ["name", Boolean(seller.name)],
    [
      "address",
      Boolean(seller.address?.lines.some(Boolean) && seller.address.city && seller.address.country),
    ],
    ["number", Boolean(seller.vat_number || seller.registration_number)],
    ["payment", Boolean(payment_instructions)],
    ["customer", customers > 0],
    ["rate", rates > 0],
  ];
  return things.filter(([, there]) => !there).map(([thing]) => thing);
}
