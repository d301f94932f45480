import { useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { Tabs } from "../ui/Tabs.tsx";

export function PeopleTabs() {
  const { t } = useLingui();
  return (
    <Tabs
      label={t`People`}
      tabs={[
        { to: paths.people, label: t`People` },
        { to: paths.teams, label: t`Teams` },
      ]}
    />
  );
}
