import { useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { Choice } from "./Tabs.tsx";
import { chooseTheme, type Theme, theme } from "./theme.ts";

export function ThemeChoice() {
  const { t } = useLingui();
  const [chosen, setChosen] = useState(theme);
  const options: (readonly [Theme, string])[] = [
    ["system", t`Auto`],
    ["light", t`Light`],
    ["dark", t`Dark`],
  ];
  const choose = (next: Theme) => {
    chooseTheme(next);
    setChosen(next);
  };
  return <Choice label={t`Colours`} name={useId()} value={chosen} options={options} onChange={choose} />;
}
