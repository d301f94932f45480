import { useLingui } from "@lingui/react/macro";
import { NavLink } from "react-router";
import { paths } from "../paths.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import type { Destination } from "./destinations.ts";
import { PaletteButton } from "./PaletteButton.tsx";
import styles from "./SideBar.module.css";
import { useGroups } from "./useGroups.ts";

export function SideBar() {
  const { t, i18n } = useLingui();
  const groups = useGroups();
  return (
    <div className={styles.bar}>
      <NavLink to={paths.timer} className={styles.brand}>
        <img src="/icon.svg" alt="" width="26" height="26" />
        Honorar
      </NavLink>
      <PaletteButton />
      <nav aria-label={t`Screens`} className={styles.groups}>
        {groups.map(({ label, destinations }) => (
          <div key={label.id}>
            <p className={styles.group} id={label.id}>
              {i18n._(label)}
            </p>
            <ul role="list" aria-labelledby={label.id}>
              {destinations.map((destination) => (
                <li key={destination.to}>
                  <Place {...destination} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <AccountMenu />
    </div>
  );
}

export function Place({ to, label, icon: Icon }: Destination) {
  const { i18n } = useLingui();
  return (
    <NavLink to={to} end={to === paths.timer} className={styles.place}>
      <Icon size={18} />
      {i18n._(label)}
    </NavLink>
  );
}
