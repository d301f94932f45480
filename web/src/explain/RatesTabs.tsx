import { useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Tabs } from "../ui/Tabs.tsx";

/** What an hour is charged at, what is charged apart from hours, and what an hour costs for those who see it. */
export function RatesTabs() {
  const { t } = useLingui();
  const may = useMay();
  const costs = { to: paths.costs, label: t`Costs` };
  return (
    <Tabs
      label={t`Rates and costs`}
      tabs={[
        { to: paths.rates, label: t`Rates` },
        { to: paths.multipliers, label: t`Supplements` },
        { to: paths.agreements, label: t`Agreements` },
        ...(may("see-costs") ? [costs] : []),
      ]}
    />
  );
}
