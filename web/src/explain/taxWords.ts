import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";

type Category = InvoicingSchemas["schemas"]["TaxTotalResponse"]["category"];

/** How a line is taxed: `25 %`, `Reverse charge`. */
export function useTaxWords(): (category: Category | null, rate: string | null) => string {
  const { t } = useLingui();
  const { percent } = useFormats();
  return (category, rate) => {
    switch (category) {
      case "standard":
        return percent(rate ?? "0");
      case "zero":
        return percent("0");
      case "exempt":
        return t`Exempt`;
      case "reverse-charge":
        return t`Reverse charge`;
      case "outside-scope":
        return t`Outside the scope of VAT`;
      default:
        return "–";
    }
  };
}
