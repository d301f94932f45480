import { Trans, useLingui } from "@lingui/react/macro";
import { LanguageChoice } from "../ui/LanguageChoice.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { ThemeChoice } from "../ui/ThemeChoice.tsx";
import { SettingsPages } from "./SettingsPages.tsx";

/** How the app looks in this browser, for nobody else. */
export default function AppearancePage() {
  const { t } = useLingui();
  return (
    <SettingsPages title={t`Appearance`} lead={t`In this browser only.`}>
      <Section title={t`Language of the app`}>
        <Card>
          <div>
            <LanguageChoice />
          </div>
          <p className="muted small">
            <Trans>
              Invoices and e-mails have a language of their own, under Account and on each customer.
            </Trans>
          </p>
        </Card>
      </Section>
      <Section title={t`Colours`}>
        <Card>
          <div>
            <ThemeChoice />
          </div>
          <p className="muted small">
            <Trans>Auto follows the device.</Trans>
          </p>
        </Card>
      </Section>
    </SettingsPages>
  );
}
