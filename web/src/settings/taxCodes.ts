import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data, ifMatch } from "../api/service.ts";
import type { Values } from "../ui/Form.tsx";

export type TaxCode = InvoicingSchemas["schemas"]["TaxCodeResponse"];
type NewTaxCode = InvoicingSchemas["schemas"]["TaxCodeRequest"];

/** Makes a code, or changes what of one can be changed. */
export function writeTaxCode(code: TaxCode | null, values: Values): Promise<TaxCode> {
  const text = (name: string) => (values[name] ?? "").trim();
  const known = {
    name: text("name"),
    ledger_account: text("ledger_account") || null,
    ledger_code: text("ledger_code") || null,
  };
  if (code) {
    const params = { path: { code: code.code }, header: ifMatch(code) };
    const body = { ...known, retired: values.retired === "on" };
    return data(invoicing.PATCH("/v1/tax-codes/{code}", { params, body }));
  }
  const category = text("category") as NewTaxCode["category"];
  const rate = category === "standard" ? { rate: text("rate") || null } : {};
  const body = { ...known, ...rate, category, code: text("code").toUpperCase() };
  return data(invoicing.POST("/v1/tax-codes", { body }));
}

/** Lets another rate hold from a day on. */
export function writeTaxRate(code: TaxCode, { rate = "", valid_from = "" }: Values): Promise<TaxCode> {
  const params = { path: { code: code.code }, header: ifMatch(code) };
  return data(invoicing.POST("/v1/tax-codes/{code}/rates", { params, body: { rate, valid_from } }));
}
