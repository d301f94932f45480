import { useLingui } from "@lingui/react/macro";
import { useMe } from "../session/useMe.ts";
import { useAccountSwitch, useLogOut } from "../session/useSession.ts";
import { Button } from "../ui/Button.tsx";
import { LanguageChoice } from "../ui/LanguageChoice.tsx";
import { ThemeChoice } from "../ui/ThemeChoice.tsx";
import styles from "./AccountMenu.module.css";

/** What the account menu opens; its code is fetched after the first paint. */
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

function LogOut() {
  const { t } = useLingui();
  const logOut = useLogOut();
  return <Button onClick={logOut}>{t`Log out`}</Button>;
}
