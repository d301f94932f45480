import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { chooseLanguage, LANGUAGES, type Language } from "../i18n/activate.ts";
import { useMe } from "../session/useMe.ts";
import { useAccountSwitch, useLogOut } from "../session/useSession.ts";
import { Button } from "../ui/Button.tsx";
import { Choice } from "../ui/Tabs.tsx";
import styles from "./AccountMenu.module.css";
import { ThemeChoice } from "./ThemeChoice.tsx";

const NAMES: Record<Language, string> = { da: "Dansk", en: "English" };

/** What the menu holds: other accounts, language, light or dark, and log out. Its code comes after the first paint. */
export default function AccountPanel() {
  return (
    <>
      <Accounts />
      <LanguageChoice />
      <ThemeChoice />
      <LogOut />
    </>
  );
}

function Accounts() {
  const { t } = useLingui();
  const me = useMe();
  const switchTo = useAccountSwitch();
  if (me.accounts.length < 2) return null;
  return (
    <div className={styles.accounts}>
      <p className="muted small">{t`Accounts`}</p>
      {me.accounts.map((account) => (
        <Button
          key={account.id}
          look="quiet"
          off={account.id === me.account.id ? t`You are here.` : undefined}
          onClick={() => switchTo(account.id)}
        >
          {account.name}
        </Button>
      ))}
    </div>
  );
}

function LanguageChoice() {
  const { t, i18n } = useLingui();
  return (
    <Choice
      label={t`Language`}
      name={useId()}
      value={i18n.locale as Language}
      options={LANGUAGES.map((language) => [language, NAMES[language]] as const)}
      onChange={(language) => void chooseLanguage(language)}
    />
  );
}

function LogOut() {
  const { t } = useLingui();
  const logOut = useLogOut();
  return <Button onClick={logOut}>{t`Log out`}</Button>;
}
