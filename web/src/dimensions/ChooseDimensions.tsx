import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { SelectField } from "../ui/Field.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { askedOf, PERIODS, type ValuedDimension } from "./asked.ts";
import styles from "./Dimensions.module.css";
import { useDimensionWords } from "./useDimensionWords.ts";

interface Props {
  readonly dimensions: readonly ValuedDimension[];
  readonly usual: ValuedDimension;
  /** What else is chosen. */
  readonly children?: ReactNode;
}

/** Which period, and by what its time is split; it stands in the address. */
export function ChooseDimensions({ dimensions, usual, children }: Props) {
  const { t } = useLingui();
  const words = useDimensionWords();
  const [search, setSearch] = useSearchParams();
  const asked = askedOf(search, dimensions, usual);
  const choose = (name: string, value: string) =>
    setSearch((now) => new URLSearchParams([...[...now].filter(([key]) => key !== name), [name, value]]));
  const periods = {
    week: t`This week`,
    month: t`This month`,
    "last-month": t`Last month`,
    year: t`This year`,
  };
  return (
    <div className={styles.asked}>
      <Choice
        label={t`Period`}
        name="period"
        value={asked.period}
        options={PERIODS.map((period) => [period, periods[period]] as const)}
        onChange={(period) => choose("period", period)}
      />
      <SelectField
        label={t({ message: "By", context: "dimension" })}
        name="by"
        value={asked.by}
        onChange={({ target }) => choose("by", target.value)}
      >
        {dimensions.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Then by`}
        name="then"
        value={asked.thenBy ?? ""}
        onChange={({ target }) => choose("then", target.value)}
      >
        <option value="">{t`Nothing else`}</option>
        {dimensions
          .filter((one) => one !== asked.by)
          .map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
      </SelectField>
      {children}
    </div>
  );
}
