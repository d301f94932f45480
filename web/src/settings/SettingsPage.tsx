import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { Note } from "../ui/Note.tsx";
import { AccountName } from "./AccountName.tsx";
import { AccountSettings } from "./AccountSettings.tsx";
import { Missing } from "./Missing.tsx";
import { SettingsPages } from "./SettingsPages.tsx";

export default function SettingsPage() {
  const { t } = useLingui();
  const may = useMay();
  const { account } = useMe();
  const settings = useQuery({ ...timer.query("/v1/settings"), enabled: may("see-work") });
  return (
    <SettingsPages
      title={t`Settings`}
      lead={t`What holds for everybody in ${account.name || t`this account`}.`}
    >
      {may("see-invoices") && <Missing />}
      <AccountName />
      {may("see-work") ? (
        <QueryView query={settings}>
          {(current) => <AccountSettings key={current.version} settings={current} />}
        </QueryView>
      ) : (
        <Note>{may.not("see-work")}</Note>
      )}
    </SettingsPages>
  );
}
