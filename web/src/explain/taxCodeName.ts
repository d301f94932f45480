import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useTaxWords } from "./taxWords.ts";

type TaxCode = Pick<InvoicingSchemas["schemas"]["TaxCodeResponse"], "code" | "name" | "category" | "rate">;

/** What the codes are called that come with the country, until somebody calls them otherwise. */
export function useKnownTaxNames(): Readonly<Record<string, string>> {
  const { t } = useLingui();
  return {
    "Sales with VAT": t`Sales with VAT`,
    "Zero-rated sales": t`Zero-rated sales`,
    "Sales exempt from VAT": t`Sales exempt from VAT`,
    "Services to businesses in the EU, reverse charge": t`Services to businesses in the EU, reverse charge`,
    "Services outside the scope of VAT": t`Services outside the scope of VAT`,
  };
}

/** A tax code as a list offers it: `S · Sales with VAT · 25 %`. */
export function useTaxCodeName(): (code: TaxCode) => string {
  const words = useTaxWords();
  const known = useKnownTaxNames();
  return ({ code, name, category, rate }) => {
    const parts = [code, known[name] ?? name];
    if (category === "standard") parts.push(words(category, rate));
    return parts.join(" · ");
  };
}
