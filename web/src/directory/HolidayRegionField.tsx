import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timer } from "../api/timer.ts";
import { SelectField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import { named } from "../ui/regions.ts";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly none: string;
  readonly value: string | null;
}

/** Whose public holidays are days off: a country, and the part of it that has some of its own. In the form: `holiday_region`. */
export function HolidayRegionField({ label, hint, none, value }: Props) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState(value ?? "");
  const regions = useQuery({ ...timer.query("/v1/holiday-regions"), staleTime: Number.POSITIVE_INFINITY });
  const countries = regions.data?.items ?? [];
  const country = chosen.slice(0, 2);
  const parts = countries.find((one) => one.country === country)?.parts ?? [];
  const codes = countries.length ? countries.map((one) => one.country) : [country].filter(Boolean);
  return (
    <FormRow>
      <SelectField
        label={label}
        name="holiday_country"
        refusedAs="holiday_region"
        hint={hint}
        value={country}
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">{none}</option>
        {named(codes, "region", i18n.locale).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      {parts.length > 0 && (
        <SelectField
          label={t`Part of the country`}
          name="holiday_part"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value={country}>{t`Holidays of the whole country`}</option>
          {parts.map((part) => (
            <option key={part} value={part}>
              {part}
            </option>
          ))}
        </SelectField>
      )}
      <input type="hidden" name="holiday_region" value={chosen} />
    </FormRow>
  );
}
