import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { SelectField } from "../ui/Field.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { askedIn, DIMENSIONS, PERIODS } from "./report.ts";
import styles from "./Team.module.css";
import { useDimensionWords } from "./useDimensionWords.ts";

/** Which period, and by what its time is split; it stands in the address. */
export function WorkAsked() {
  const { t } = useLingui();
  const words = useDimensionWords();
  const [search, setSearch] = useSearchParams();
  const asked = askedIn(search);
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
        {DIMENSIONS.map((one) => (
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
        {DIMENSIONS.filter((one) => one !== asked.by).map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
