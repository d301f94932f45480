import { useLingui } from "@lingui/react/macro";
import styles from "../ui/Button.module.css";
import { DownloadIcon } from "../ui/icons.tsx";
import type { Invoice } from "./invoice.ts";

/** The document as the customer got it; of a draft, how it would look now. */
export function PdfLinks({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const file = `/invoicing/v1/invoices/${invoice.id}.pdf`;
  return <DocumentLinks file={file} name={`${invoice.number ?? t`Draft`}.pdf`} />;
}

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
