import { useLingui } from "@lingui/react/macro";
import { NavLink } from "react-router";
import { paths } from "../paths.ts";
import styles from "./BottomBar.module.css";
import { BAR } from "./destinations.ts";

/** Four places within reach of a thumb. */
export function BottomBar() {
  const { t, i18n } = useLingui();
  return (
    <nav aria-label={t`Main screens`} className={styles.bar}>
      {BAR.map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={to} end={to === paths.timer} className={styles.place}>
          <Icon size={22} />
          {i18n._(label)}
        </NavLink>
      ))}
    </nav>
  );
}
