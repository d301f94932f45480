import { useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import { useOffered } from "../ui/commands.ts";
import { Dialog } from "../ui/Dialog.tsx";
import styles from "./CommandPalette.module.css";
import { openDialog, useOpenDialog } from "./openDialogs.ts";

/** What `?` shows. */
export default function KeysDialog() {
  const { t } = useLingui();
  const keys = useOffered().filter(({ key }) => key !== undefined);
  return (
    <Dialog title={t`Keys`} open={useOpenDialog() === "keys"} onClose={() => openDialog(null)}>
      <dl className={styles.keys}>
        <dt>
          <kbd>Ctrl K</kbd>
        </dt>
        <dd>{t`Go to or do…`}</dd>
        {keys.map(({ id, key, label }) => (
          <Fragment key={id}>
            <dt>
              <kbd>{key?.toUpperCase()}</kbd>
            </dt>
            <dd>{label}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
