import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { useMe } from "../session/useMe.ts";
import { useAccountSwitch, useLogOut } from "../session/useSession.ts";
import { Button } from "../ui/Button.tsx";
import { ChevronDownIcon } from "../ui/icons.tsx";
import { LanguageChoice } from "../ui/LanguageChoice.tsx";
import { ThemeChoice } from "../ui/ThemeChoice.tsx";
import styles from "./AccountMenu.module.css";

/** Who one is and where: other accounts, language, light or dark, and log out. */
export function AccountMenu() {
  const me = useMe();
  const panel = useId();
  return (
    <div className={styles.menu}>
      <button type="button" popoverTarget={panel} className={styles.me}>
        <span className={styles.names}>
          <span className={styles.name}>{me.name}</span>
          <span className={styles.account}>{me.account.name}</span>
        </span>
        <ChevronDownIcon size={16} />
      </button>
      <div id={panel} popover="auto" className={styles.panel}>
        <Accounts />
        <LanguageChoice />
        <ThemeChoice />
        <LogOut />
      </div>
    </div>
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
