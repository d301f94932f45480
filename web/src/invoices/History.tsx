import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { usePages } from "../api/usePages.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { Money } from "../ui/Money.tsx";
import type { Tone } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";
import { messageQuery } from "./message.ts";
import { type Happening, timeline } from "./timeline.ts";

/** What happened to the invoice, newest first. */
export function History({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const params = { path: { invoice_id: invoice.id } };
  const message = useQuery(messageQuery("invoice", invoice.id)).data ?? null;
  const query = { invoice_id: invoice.id };
  const payments = usePages(invoicing.pages("/v1/payments", { params: { query } })).items;
  const asked = useQuery(invoicing.query("/v1/invoices/{invoice_id}/questions", { params })).data;
  const notes = usePages(invoicing.pages("/v1/credit-notes", { params: { query } })).items;
  const happened = timeline({ invoice, message, payments, notes, questions: asked?.items ?? [] });
  return (
    <Section title={t`History`}>
      <ol className={styles.timeline}>
        {happened.map((one) => (
          <li key={`${one.kind} ${one.at}`} data-tone={toneOf(one)}>
            <Said happening={one} />
            <p className="small muted">{moment(one.at, browserZone())}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function toneOf(happening: Happening): Tone {
  if (happening.kind === "paid") return "ok";
  if (happening.kind === "credited") return "warn";
  if (happening.kind === "reversed" || happening.kind === "taken-back") return "warn";
  if (happening.kind !== "delivery") return "neutral";
  return happening.state === "failed" ? "danger" : happening.state === "unknown" ? "warn" : "ok";
}

function Said({ happening }: { readonly happening: Happening }): ReactNode {
  switch (happening.kind) {
    case "issued":
      return <Trans>Issued</Trans>;
    case "copied":
      return <Copied state={happening.state} />;
    case "credited":
      return <Credited {...happening} />;
    case "asked":
      return <Trans>{happening.name} asked a question</Trans>;
    case "delivery":
      return <Delivered {...happening} />;
    default:
      return <Settled {...happening} />;
  }
}

function Credited({ note }: Extract<Happening, { kind: "credited" }>) {
  const who = useMemberName()(note.issued_by);
  return (
    <Link to={paths.creditNote(note.id)}>
      <Trans>
        {who} credited <Money value={note.total} />
      </Trans>
    </Link>
  );
}

function Copied({ state }: { readonly state: string }) {
  if (state === "failed") return <Trans>Copying to QuickBooks failed</Trans>;
  if (state === "variance") return <Trans>Copied to QuickBooks, where something differs</Trans>;
  return <Trans>Copied to QuickBooks</Trans>;
}

function Delivered({ state, to, reason }: Extract<Happening, { kind: "delivery" }>) {
  return (
    <>
      {state === "sent" && <Trans>Sent to {to}</Trans>}
      {state === "failed" && <Trans>Not delivered to {to}</Trans>}
      {state === "unknown" && <Trans>May have arrived at {to}</Trans>}
      {state === "queued" && <Trans>On its way to {to}</Trans>}
      {reason && <p className="small">{reason}</p>}
    </>
  );
}

function Settled({
  kind,
  payment,
  by,
  why,
}: Extract<Happening, { kind: "paid" | "reversed" | "taken-back" }>) {
  const amount = <Money value={payment.amount} />;
  const who = useMemberName()(by);
  return (
    <>
      <Link to={paths.payment(payment.id)}>
        {kind === "paid" && (
          <Trans>
            Payment of {amount} recorded by {who}
          </Trans>
        )}
        {kind === "reversed" && (
          <Trans>
            Payment reversed by {who}: {amount}
          </Trans>
        )}
        {kind === "taken-back" && <Trans>Allocation taken back by {who}</Trans>}
      </Link>
      {why && <p className="small">{why}</p>}
    </>
  );
}
