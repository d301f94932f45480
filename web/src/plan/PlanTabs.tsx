import { useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Tabs } from "../ui/Tabs.tsx";

/** Who does what when, and what it comes to; nothing for those who see no money. */
export function PlanTabs() {
  const { t } = useLingui();
  const may = useMay();
  if (!may("see-rates")) return null;
  return (
    <Tabs
      label={t`Plan and budgets`}
      tabs={[
        { to: paths.plan, label: t`Weeks` },
        { to: paths.budgets, label: t`Budgets` },
      ]}
    />
  );
}
