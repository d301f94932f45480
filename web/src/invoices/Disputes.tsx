import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { useOutcomes } from "./disputeOutcomes.ts";
import styles from "./Invoices.module.css";
import type { Dispute, Invoice } from "./invoice.ts";
import { ResolveDialog } from "./ResolveDialog.tsx";
import { useWho } from "./useWho.ts";

/** What the customer does not accept, and what came of it. Nothing is shown while nobody disputed anything. */
export function Disputes({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const params = { path: { invoice_id: invoice.id } };
  const read = useQuery(invoicing.query("/v1/invoices/{invoice_id}/disputes", { params })).data;
  if (!read?.items.length) return null;
  return (
    <Section title={t`Disputes`}>
      <Card>
        {read.items.map((dispute) => (
          <Disputed key={dispute.id} invoice={invoice} dispute={dispute} />
        ))}
      </Card>
    </Section>
  );
}

interface Props {
  readonly invoice: Invoice;
  readonly dispute: Dispute;
}

function Disputed({ invoice, dispute }: Props) {
  const { moment } = useFormats();
  const who = useWho()(dispute.opened_by);
  const line = invoice.lines.find(({ line_id }) => line_id === dispute.line_id);
  return (
    <div className={styles.question}>
      <p>{dispute.reason}</p>
      <p className="small">
        {line ? (
          <Trans>
            About line {line.position}: {line.description}
          </Trans>
        ) : (
          <Trans>About all of it</Trans>
        )}
      </p>
      <p className="small muted">
        {moment(dispute.opened_at, browserZone())}
        {who && ` · ${who}`}
      </p>
      {dispute.resolution ? <Resolved dispute={dispute} /> : <Resolve invoice={invoice} dispute={dispute} />}
    </div>
  );
}

function Resolved({ dispute: { resolution } }: { readonly dispute: Dispute }) {
  const outcomes = useOutcomes();
  const { moment } = useFormats();
  const who = useWho()(resolution?.resolved_by ?? null);
  if (!resolution) return null;
  return (
    <>
      <p>
        <Badge tone="ok">{outcomes[resolution.outcome]}</Badge> {resolution.note}
      </p>
      <p className="small muted">
        {moment(resolution.resolved_at, browserZone())}
        {who && ` · ${who}`}
      </p>
    </>
  );
}

function Resolve({ invoice, dispute }: Props) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const [open, setOpen] = useState(false);
  return (
    <div className="row">
      <Badge tone="warn">{t`Open`}</Badge>
      <Button off={off} onClick={() => setOpen(true)}>{t`Resolve…`}</Button>
      <ResolveDialog
        key={String(open)}
        invoiceId={invoice.id}
        dispute={dispute}
        open={open}
        onClose={() => setOpen(false)}
      />
    </div>
  );
}
