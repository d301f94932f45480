import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { useDimensionWords, useValueWords } from "../dimensions/useDimensionWords.ts";
import { SelectField } from "../ui/Field.tsx";
import { askedRevenue, STATES, TREATMENTS } from "./asked.ts";

/** Which time counts; it stands in the address. */
export function ChooseTime() {
  const words = useDimensionWords();
  const values = useValueWords();
  const [search] = useSearchParams();
  const { state, treatment } = askedRevenue(search);
  return (
    <>
      <OneOf
        name="state"
        label={words.state}
        value={state}
        options={STATES.map((one) => [one, values.state[one]])}
      />
      <OneOf
        name="treatment"
        label={words.treatment}
        value={treatment}
        options={TREATMENTS.map((one) => [one, values.treatment[one]])}
      />
    </>
  );
}

interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function OneOf({ name, label, value = "", options }: Props) {
  const { t } = useLingui();
  const [, setSearch] = useSearchParams();
  const choose = (chosen: string) =>
    setSearch((before) => {
      const now = new URLSearchParams(before);
      if (chosen) now.set(name, chosen);
      else now.delete(name);
      return now;
    });
  return (
    <SelectField label={label} name={name} value={value} onChange={({ target }) => choose(target.value)}>
      <option value="">{t`All time`}</option>
      {options.map(([one, called]) => (
        <option key={one} value={one}>
          {called}
        </option>
      ))}
    </SelectField>
  );
}
