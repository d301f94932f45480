import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Happening, Invoice } from "./invoice.ts";
import { toneOf } from "./timeline.ts";
import { useHappened } from "./useHappened.ts";
import { useWho } from "./useWho.ts";

/** What happened to the invoice, newest first. */
export function History({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const who = useWho();
  const params = { path: { invoice_id: invoice.id } };
  const read = useQuery(invoicing.query("/v1/invoices/{invoice_id}/timeline", { params })).data;
  return (
    <Section title={t`History`}>
      <ol className={styles.timeline}>
        {read?.items.map((one) => (
          <li key={`${one.kind} ${one.about} ${one.at}`} data-tone={toneOf(one.kind)}>
            <Said happening={one} of={invoice.id} />
            <p className="small muted">
              {moment(one.at, browserZone())}
              {and(one.kind === "asked" ? one.by : who(one.by))}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Behind something else, if there is anything. */
function and(said: string | null): string {
  return said ? ` · ${said}` : "";
}

function Said({ happening, of }: { readonly happening: Happening; readonly of: string }): ReactNode {
  const words = useHappened()(happening);
  const to = addressOf(happening, of);
  return (
    <>
      {to ? <Link to={to}>{words}</Link> : words}
      {happening.recipient && happening.kind !== "issued" && (
        <p className="small">
          <Trans>To {happening.recipient}</Trans>
        </p>
      )}
      {happening.text && <p className={`small ${styles.said}`}>{happening.text}</p>}
    </>
  );
}

const OF_CREDIT_NOTES: readonly Happening["kind"][] = [
  "credited",
  "credit-note-sent",
  "credit-note-not-sent",
  "credit-note-maybe-sent",
  "memo-copied",
  "memo-not-copied",
];

function addressOf({ kind, about, by }: Happening, invoice: string): string | null {
  if (kind === "drafted" && by === "recurring") return withQuery(paths.recurringInvoices, { invoice });
  if (!about) return null;
  if (OF_CREDIT_NOTES.includes(kind)) return paths.creditNote(about);
  const ofPayment = ["paid", "payment-reversed", "allocation-taken-back", "difference-written-off"].includes(
    kind,
  );
  return ofPayment ? paths.payment(about) : null;
}
