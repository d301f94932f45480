import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";
import { SendDialog } from "./SendDialog.tsx";
import { DeliveryBadge } from "./StateBadges.tsx";
import { useChannel } from "./useChannel.ts";
import { useWho } from "./useWho.ts";

type Attempt = InvoicingSchemas["schemas"]["AttemptResponse"];

/** Every time that the invoice was sent, newest first, and sending it now. */
export function SendingSection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const [open, setOpen] = useState(false);
  const params = { path: { invoice_id: invoice.id } };
  const read = useQuery(invoicing.query("/v1/invoices/{invoice_id}/deliveries", { params })).data;
  return (
    <Section title={t`Delivery`}>
      <Card>
        {read?.items.length === 0 && (
          <p className="muted">
            <Trans>It was not sent yet.</Trans>
          </p>
        )}
        {read?.items.map((attempt) => (
          <Sent key={attempt.id} attempt={attempt} />
        ))}
        <div>
          <Button off={off} onClick={() => setOpen(true)}>{t`Send…`}</Button>
          <SendDialog key={String(open)} invoice={invoice} open={open} onClose={() => setOpen(false)} />
        </div>
      </Card>
    </Section>
  );
}

function Sent({ attempt }: { readonly attempt: Attempt }) {
  const { day, moment } = useFormats();
  const by = useChannel(attempt.channel);
  const who = useWho()(attempt.requested_by);
  const at = attempt.at ?? attempt.requested_at;
  const when = attempt.sent_on ? day(attempt.sent_on) : at && moment(at, browserZone());
  return (
    <div className={styles.attempt}>
      <p className="row">
        <DeliveryBadge state={attempt.state} />
        <span>{by}</span>
        {attempt.recipient && <span className={styles.hash}>{attempt.recipient}</span>}
      </p>
      {attempt.reason && <p className="small">{attempt.reason}</p>}
      {attempt.message && <p className="small">{attempt.message}</p>}
      <p className="small muted">
        {when}
        {who && ` · ${who}`}
      </p>
    </div>
  );
}
