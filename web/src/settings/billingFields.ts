import type { InvoicingSchemas } from "../api/invoicing.ts";
import type { Values } from "../ui/Form.tsx";

/** What the form of billing holds; how documents look has a form of its own. */
export type BillingRequest = Omit<
  InvoicingSchemas["schemas"]["SettingsRequest"],
  "payment_details" | "colour" | "time_appendix" | "hour_decimals"
>;

/** What the form holds, as the API takes it. An address with nothing in it is none. */
export function billingOf(values: Values): BillingRequest {
  const text = (name: string) => (values[name] ?? "").trim();
  const kind = text("terms.kind") as BillingRequest["terms"]["kind"];
  return {
    seller: {
      name: text("seller.name"),
      address: addressOf(text),
      vat_number: text("seller.vat_number") || null,
      registration_number: text("seller.registration_number") || null,
    },
    payment_instructions: text("payment_instructions"),
    terms: { kind, days: kind === "on-receipt" ? 0 : wholeNumber(text("terms.days")), due_date: null },
    number_format: text("number_format"),
    credit_note_number_format: text("credit_note_number_format"),
    tax: {
      category: text("tax.category") as BillingRequest["tax"]["category"],
      rate: text("tax.category") === "standard" ? text("tax.rate") : "0",
    },
    customer_sees: text("customer_sees") === "entries" ? "entries" : "lines",
  };
}

function addressOf(text: (name: string) => string): BillingRequest["seller"]["address"] {
  const lines = text("seller.address.lines").split("\n");
  const given = lines.map((line) => line.trim()).filter(Boolean);
  const city = text("seller.address.city");
  const country = text("seller.address.country");
  const postal_code = text("seller.address.postal_code");
  if (given.length === 0 && !city && !postal_code) return null;
  return { lines: given, postal_code, city, country };
}

/** What is no number goes as it was typed: the API says so on its field. */
function wholeNumber(typed: string): number {
  return /^\d+$/.test(typed) ? Number(typed) : (typed as unknown as number);
}
