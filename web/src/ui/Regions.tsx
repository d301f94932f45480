import { useLingui } from "@lingui/react";
import { SelectField } from "./Field.tsx";
import { COUNTRIES, currencies, LANGUAGE_NAMES, named, zones } from "./regions.ts";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly defaultValue?: string;
  readonly hint?: string;
  readonly optional?: string;
  /** What choosing nothing means. Without it something must be chosen. */
  readonly none?: string;
}

/** A country by its name; its two letters are in the form. */
export function CountryField(props: Props) {
  const { i18n } = useLingui();
  return <Codes {...props} codes={COUNTRIES} names={named(COUNTRIES, "region", i18n.locale)} />;
}

/** A currency by code and name. */
export function CurrencyField(props: Props) {
  const { i18n } = useLingui();
  const codes = currencies();
  return <Codes {...props} codes={codes} names={named(codes, "currency", i18n.locale)} />;
}

/** A time zone by its IANA name. */
export function TimeZoneField(props: Props) {
  const codes = zones();
  return <Codes {...props} codes={codes} names={codes.map((zone) => [zone, zone.replaceAll("_", " ")])} />;
}

/** The language of documents and mails. */
export function LanguageField(props: Props) {
  return <Codes {...props} codes={Object.keys(LANGUAGE_NAMES)} names={Object.entries(LANGUAGE_NAMES)} />;
}

type CodesProps = Props & {
  readonly codes: readonly string[];
  readonly names: readonly (readonly [code: string, name: string])[];
};

/** What is stored stays choosable, also where the browser does not know it. */
function Codes({ none, codes, names, defaultValue = "", ...field }: CodesProps) {
  const strange = defaultValue && !codes.includes(defaultValue);
  return (
    <SelectField {...field} defaultValue={defaultValue}>
      {none !== undefined && <option value="">{none}</option>}
      {strange && <option value={defaultValue}>{defaultValue}</option>}
      {names.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
