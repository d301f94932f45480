import { useLingui } from "@lingui/react/macro";
import styles from "./Button.module.css";
import { DownloadIcon } from "./icons.tsx";

/** To look at a document, and to save it under its name. */
export function DocumentLinks({ file, name }: { readonly file: string; readonly name: string }) {
  const { t } = useLingui();
  return (
    <>
      <a className={styles.button} href={file} target="_blank" rel="noreferrer">
        {t`Open the PDF`}
      </a>
      <a className={styles.button} href={file} download={name}>
        <DownloadIcon size={16} />
        {t`Download`}
      </a>
    </>
  );
}
