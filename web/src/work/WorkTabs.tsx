import { useLingui } from "@lingui/react/macro";
import { paths } from "../paths.ts";
import { Tabs } from "../ui/Tabs.tsx";

/** All that time is spent on, and the tickets alone. */
export function WorkTabs() {
  const { t } = useLingui();
  return (
    <Tabs
      label={t`Work`}
      tabs={[
        { to: paths.work, label: t`All work` },
        { to: paths.tickets, label: t`Tickets` },
      ]}
    />
  );
}
