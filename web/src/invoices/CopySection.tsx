import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ProblemNote } from "../api/QueryView.tsx";
import { qboSync } from "../api/qboSync.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import type { Invoice } from "./invoice.ts";
import { CopyBadge } from "./StateBadges.tsx";

/** How the copy in QuickBooks is. */
export function CopySection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const path = { invoice_id: invoice.id };
  const copy = useQuery(qboSync.query("/v1/invoices/{invoice_id}", { params: { path } })).data;
  const facts: (readonly [string, React.ReactNode])[] = [
    [t`State`, <CopyBadge key="state" state={copy?.state ?? invoice.quickbooks.state} />],
  ];
  const reason = copy?.reason ?? invoice.quickbooks.reason;
  if (copy?.doc_number) facts.push([t`Number there`, copy.doc_number]);
  if (copy?.qbo_total) facts.push([t`Total there`, <Money key="total" value={copy.qbo_total} />]);
  if (copy?.qbo_balance) facts.push([t`Owed there`, <Money key="balance" value={copy.qbo_balance} />]);
  if (copy?.copied_at) facts.push([t`Copied`, moment(copy.copied_at, browserZone())]);
  if (reason) facts.push([t`Reason`, reason]);
  return (
    <Section title={t`QuickBooks`}>
      <Card>
        <Facts facts={facts} />
        {copy?.to_do && (
          <Note tone="warn">
            <Trans>
              What was credited settles nothing there yet: mend the reason and copy it again, or enter a
              credit memo there and apply it to this invoice.
            </Trans>
          </Note>
        )}
        {(copy?.state === "failed" || copy?.to_do) && <CopyAgain invoiceId={invoice.id} />}
        {!copy && (
          <div>
            <ButtonLink to={paths.quickbooks}>{t`Open QuickBooks`}</ButtonLink>
          </div>
        )}
      </Card>
    </Section>
  );
}

/** Tries again what could not be copied of an invoice and its credit notes. */
export function CopyAgain({ invoiceId }: { readonly invoiceId: string }) {
  const { t } = useLingui();
  const may = useMay();
  const path = { invoice_id: invoiceId };
  const retry = useWrite(() => data(qboSync.POST("/v1/invoices/{invoice_id}/retry", { params: { path } })), {
    refresh: ["qbo-sync", "invoicing"],
    onDone: () => toast(t`It is being copied again.`),
  });
  return (
    <>
      <ProblemNote problem={retry.problem} />
      <div>
        <Button
          busy={retry.running}
          off={may.not("change-invoices")}
          onClick={() => void retry.run(undefined)}
        >
          {t`Copy again`}
        </Button>
      </div>
    </>
  );
}
