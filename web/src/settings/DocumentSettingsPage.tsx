import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { Accounts } from "./Accounts.tsx";
import { billingQuery, type ReadSettings } from "./billingQuery.ts";
import styles from "./Documents.module.css";
import { Logo } from "./Logo.tsx";
import { type Look, LookForm } from "./LookForm.tsx";
import { Sample } from "./Sample.tsx";
import { SettingsPages } from "./SettingsPages.tsx";

/** How invoices look and how they are paid, beside a page that shows it. */
export default function DocumentSettingsPage() {
  const { t } = useLingui();
  const settings = useQuery(billingQuery);
  return (
    <SettingsPages
      title={t`Documents`}
      lead={t`How invoices and credit notes look. Those that are issued already stay as they are.`}
      wide
    >
      <QueryView query={settings} lines={8}>
        {(current) => <Beside settings={current} />}
      </QueryView>
    </SettingsPages>
  );
}

function Beside({ settings }: { readonly settings: ReadSettings }) {
  const [typed, setTyped] = useState<Look>({});
  const { colour, time_appendix } = { ...settings, ...typed };
  return (
    <div className={styles.beside}>
      <div className="stack">
        <Logo settings={settings} />
        <LookForm key={settings.version} settings={settings} onTyped={setTyped} />
        {/* What is being typed here stays when the look beside it is saved. */}
        <Accounts key={JSON.stringify(settings.payment_details)} settings={settings} />
      </div>
      <Sample version={settings.version} colour={colour} appendix={time_appendix} />
    </div>
  );
}
