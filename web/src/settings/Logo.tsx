import { Trans, useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { asBase64 } from "./base64.ts";
import type { ReadSettings } from "./billingQuery.ts";
import styles from "./Documents.module.css";

/** The logo at the head of documents. The service tells what a file is, and refuses what does more than show. */
export function Logo({ settings }: { readonly settings: ReadSettings }) {
  const { t } = useLingui();
  const id = useId();
  const off = useMay().not("change-invoices");
  const params = { header: ifMatch(settings) };
  const put = useWrite(
    async (file: File) => {
      const body = { content: await asBase64(file) };
      return data(invoicing.PUT("/v1/settings/logo", { params, body }));
    },
    { refresh: ["invoicing"], onDone: () => toast(t`Saved. The next invoice says so.`) },
  );
  const remove = useWrite(() => data(invoicing.DELETE("/v1/settings/logo", { params })), {
    refresh: ["invoicing"],
    onDone: () => toast(t`Removed.`),
  });
  return (
    <Section title={t`Logo`}>
      <Card>
        {settings.logo && (
          <img
            className={styles.logo}
            src={`/invoicing/v1/settings/logo?v=${settings.logo.slice(0, 12)}`}
            alt={t`The logo`}
          />
        )}
        <ProblemNote problem={put.problem ?? remove.problem} />
        <div className={styles.file}>
          <label htmlFor={id}>{settings.logo ? t`Another file` : t`File`}</label>
          <input
            id={id}
            type="file"
            accept="image/png,image/jpeg,image/svg+xml"
            disabled={Boolean(off) || put.running}
            onChange={({ target }) => target.files?.[0] && void put.run(target.files[0])}
          />
        </div>
        <p className="muted small">
          <Trans>PNG, JPEG or SVG of at most 256 KiB. It takes the place of your name on the left.</Trans>
        </p>
        {settings.logo && (
          <div>
            <Button small off={off} busy={remove.running} onClick={() => void remove.run(undefined)}>
              <Trans>Remove the logo</Trans>
            </Button>
          </div>
        )}
      </Card>
    </Section>
  );
}
