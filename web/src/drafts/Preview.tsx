import { useLingui } from "@lingui/react/macro";
import { Section } from "../ui/Page.tsx";
import styles from "./DraftPage.module.css";
import type { Draft } from "./useDraft.ts";

/** The document as it would be printed now. Where a browser shows no PDF inside a page, the link has to do. */
export function Preview({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const address = `/invoicing/v1/invoices/${draft.id}.pdf`;
  const link = (
    <a href={address} target="_blank" rel="noreferrer">
      {t`Open the PDF`}
    </a>
  );
  return (
    <Section title={t`Preview`} actions={link}>
      {navigator.pdfViewerEnabled ? (
        <iframe
          key={draft.etag}
          className={styles.preview}
          title={t`The invoice as it would be printed`}
          src={`${address}#toolbar=0&navpanes=0&view=FitH`}
        />
      ) : (
        <p className="muted">{t`This browser shows no PDF inside a page.`}</p>
      )}
    </Section>
  );
}
