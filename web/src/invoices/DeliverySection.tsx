import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import type { Invoice } from "./invoice.ts";
import { messageQuery } from "./message.ts";
import { ResendDialog } from "./ResendDialog.tsx";
import { DeliveryBadge } from "./StateBadges.tsx";

interface Props {
  readonly kind: "invoice" | "credit-note";
  readonly of: Pick<Invoice, "id" | "delivery">;
}

/** Where the mail of a document is, and sending it again. */
export function DeliverySection({ kind, of }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const message = useQuery(messageQuery(kind, of.id)).data;
  const state = message?.state ?? of.delivery.state;
  const off = may.not("change-invoices") ?? (state === "queued" ? t`It is on its way.` : undefined);
  return (
    <Section title={t`Delivery`}>
      <Card>
        <Mail delivery={of.delivery} state={state} message={message ?? null} />
        {message && (
          <div>
            <Button off={off} onClick={() => setOpen(true)}>{t`Send again…`}</Button>
            <ResendDialog key={String(open)} open={open} onClose={() => setOpen(false)} message={message} />
          </div>
        )}
      </Card>
    </Section>
  );
}

interface MailProps {
  readonly delivery: Invoice["delivery"];
  readonly state: string;
  readonly message: {
    readonly recipient: { name: string; email: string } | null;
    readonly reason: string | null;
    readonly ended_at: string | null;
  } | null;
}

function Mail({ delivery, state, message }: MailProps) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const at = message?.ended_at ?? delivery.at;
  const to = message?.recipient
    ? `${message.recipient.name} <${message.recipient.email}>`
    : delivery.recipient;
  const reason = message?.reason ?? delivery.reason;
  const facts: (readonly [string, React.ReactNode])[] = [
    [t`State`, <DeliveryBadge key="state" state={state} />],
    [t`By`, delivery.channel === "hand" ? t`hand` : delivery.channel === "qbo" ? t`QuickBooks` : t`e-mail`],
  ];
  if (to) facts.push([t`To`, to]);
  if (at) facts.push([t`When`, moment(at, browserZone())]);
  if (reason) facts.push([t`Reason`, reason]);
  return <Facts facts={facts} />;
}
