import { Trans, useLingui } from "@lingui/react/macro";
import { Card, Facts } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";

/** What proves that the document is the one that was issued, and where it stands in its series. */
export function Proof({
  invoice: { document_sha256, hash, previous_hash },
}: {
  readonly invoice: Pick<Invoice, "document_sha256" | "hash" | "previous_hash">;
}) {
  const { t } = useLingui();
  const code = (value: string | null) => <code className={styles.hash}>{value ?? "–"}</code>;
  return (
    <details>
      <summary>
        <Trans>Proof that nothing was changed</Trans>
      </summary>
      <Card>
        <p className="muted">
          <Trans>
            The first sum is that of the PDF. Each document is linked to the one before it, so none can be
            changed or taken out unnoticed.
          </Trans>
        </p>
        <Facts
          facts={[
            [t`SHA-256 of the PDF`, code(document_sha256)],
            [t`This document`, code(hash)],
            [t`The document before`, code(previous_hash)],
          ]}
        />
      </Card>
    </details>
  );
}
