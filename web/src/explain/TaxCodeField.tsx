import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { SelectField } from "../ui/Field.tsx";
import { useTaxCodeName } from "./taxCodeName.ts";

interface Props {
  readonly label: string;
  /** What an empty choice means. */
  readonly empty: string;
  /** The code that is chosen at first. */
  readonly chosen?: string | null;
  readonly name?: string;
}

/** One of the account's tax codes that are in use. */
export function TaxCodeField({ label, empty, chosen, name = "tax.code" }: Props) {
  const codes = useQuery(invoicing.query("/v1/tax-codes"));
  const nameOf = useTaxCodeName();
  const { t } = useLingui();
  const found = codes.data?.tax_codes.filter(({ retired, code }) => !retired || code === chosen) ?? [];
  return (
    <SelectField
      key={codes.data ? "here" : "coming"}
      label={label}
      name={name}
      defaultValue={chosen ?? ""}
      {...(codes.error ? { error: t`The tax codes cannot be read at the moment.` } : {})}
    >
      <option value="">{empty}</option>
      {!codes.data && chosen && <option value={chosen}>{chosen}</option>}
      {found.map((one) => (
        <option key={one.code} value={one.code}>
          {nameOf(one)}
        </option>
      ))}
    </SelectField>
  );
}
