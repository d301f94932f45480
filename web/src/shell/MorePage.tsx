import { useLingui } from "@lingui/react/macro";
import { Page } from "../ui/Page.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import styles from "./MorePage.module.css";
import { PaletteButton } from "./PaletteButton.tsx";
import { Place } from "./SideBar.tsx";
import { useGroups } from "./useGroups.ts";

/** The side bar of a phone, as a screen. */
export default function MorePage() {
  const { t, i18n } = useLingui();
  return (
    <Page title={t`More`} width="narrow">
      <PaletteButton />
      {useGroups().map(({ label, destinations }) => (
        <section key={label.id} aria-label={i18n._(label)} className={styles.group}>
          <h2>{i18n._(label)}</h2>
          <ul role="list">
            {destinations.map((destination) => (
              <li key={destination.to}>
                <Place {...destination} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <AccountMenu />
    </Page>
  );
}
