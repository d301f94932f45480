import { Trans } from "@lingui/react/macro";
import { SearchIcon } from "../ui/icons.tsx";
import styles from "./CommandPalette.module.css";
import { openDialog } from "./openDialogs.ts";

export function PaletteButton() {
  return (
    <button type="button" className={styles.opener} onClick={() => openDialog("palette")}>
      <SearchIcon size={16} />
      <Trans>Go to or do…</Trans>
      <kbd aria-hidden="true">Ctrl K</kbd>
    </button>
  );
}
