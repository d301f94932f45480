import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { toast } from "../ui/toasts.ts";
import type { NewToken } from "./NewTokenDialog.tsx";
import styles from "./Settings.module.css";

/** The token's text, this one time: only its hash is stored. */
export function TokenOnce({ made, onClose }: { readonly made: NewToken; readonly onClose: () => void }) {
  const { t } = useLingui();
  const copy = () => void navigator.clipboard.writeText(made.token).then(() => toast(t`Copied.`));
  return (
    <Note tone="ok" alert>
      <div className="stack">
        <p>
          <Trans>
            This is <strong>{made.name}</strong>. Copy it now: it is never shown again.
          </Trans>
        </p>
        <code className={styles.token}>{made.token}</code>
        <p className="small">
          <Trans>Programs send it with each request:</Trans>{" "}
          <code>Authorization: Bearer {made.beginning}…</code>
        </p>
        <div className="row">
          <Button look="primary" onClick={copy}>
            <Trans>Copy</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>I have it</Trans>
          </Button>
        </div>
      </div>
    </Note>
  );
}
