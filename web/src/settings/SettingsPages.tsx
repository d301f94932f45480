import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Page } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import styles from "./Settings.module.css";

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside the form is something to look at. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of all settings: one subject on each address. */
export function SettingsPages({ title, lead, wide, children }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const tabs = [
    { to: paths.settings, label: t`Account`, shown: may("see-work") },
    { to: paths.billingSettings, label: t`Billing`, shown: may("see-invoices") },
    { to: paths.taxCodes, label: t`Tax codes`, shown: may("see-invoices") },
    { to: paths.documentSettings, label: t`Documents`, shown: may("see-invoices") },
    { to: paths.reminders, label: t`Reminders`, shown: may("see-invoices") },
    { to: paths.lineTexts, label: t`Texts of lines`, shown: may("see-invoices") },
    { to: paths.serviceTypes, label: t`Kinds of work`, shown: may("see-work") },
    { to: paths.notices, label: t`Notices`, shown: may("see-work") },
    { to: paths.requestForm, label: t`Request form`, shown: may("manage-work") },
    { to: paths.apiTokens, label: t`API tokens`, shown: true },
    { to: paths.sessions, label: t`Sessions`, shown: true },
    { to: paths.passkeys, label: t`Passkeys`, shown: true },
    { to: paths.appearance, label: t`Appearance`, shown: true },
  ];
  return (
    <Page title={title} lead={lead}>
      <Tabs label={t`Settings`} tabs={tabs.filter(({ shown }) => shown)} />
      <div className={wide ? "stack" : `stack ${styles.body}`}>{children}</div>
    </Page>
  );
}
