import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/Button.tsx";
import { CheckIcon } from "../ui/icons.tsx";
import styles from "./Portal.module.css";

const SHOWN_MILLISECONDS = 3_000;

/** Copies a text and says so. Over plain http browsers have no clipboard: then there is no button. */
export function Copy({ name, text }: { readonly name: string; readonly text: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  if (!navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    announce(t`Copied`);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
  };
  return (
    <span className={styles.copy}>
      <Button small onClick={() => void copy().catch(() => {})} aria-label={name}>
        {copied && <CheckIcon size={16} />}
        {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
      </Button>
    </span>
  );
}
