import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useRefusal } from "../api/useRefusal.ts";
import { paths, withQuery } from "../paths.ts";
import { Duration } from "../ui/Money.tsx";
import styles from "./Runs.module.css";
import { useReasonWords } from "./useReasonWords.ts";
import type { Failure, RunCustomer } from "./useRun.ts";

/** Why somebody has to look at a customer, each with the place where it is mended. */
export function Reasons({
  of: { failure, left_out, drafts, organization_id },
}: {
  readonly of: RunCustomer;
}) {
  const words = useReasonWords();
  const fine = drafts.every((draft) => !draft.failure && draft.held_back.length === 0);
  if (!failure && left_out.length === 0 && fine) return <span className="muted">–</span>;
  return (
    <ul className={styles.reasons}>
      {failure && <Told failure={failure} customer={organization_id} />}
      {left_out.map(({ reason, seconds, entries }) => (
        <li key={reason}>
          <Duration seconds={seconds} /> (<Plural value={entries} one="# entry" other="# entries" />
          ): {words(reason)} <WayOut reason={reason} customer={organization_id} />
        </li>
      ))}
      {drafts.map(({ invoice_id, failure: refused }) =>
        refused ? <Told key={invoice_id} failure={refused} customer={organization_id} /> : null,
      )}
      {drafts
        .flatMap(({ held_back }) => held_back)
        .filter((one) => one.startsWith("missing:"))
        .map((one) => one.slice("missing:".length))
        .map((field) => (
          <li key={field}>
            {words(field)} <WayOut reason={field} customer={organization_id} />
          </li>
        ))}
    </ul>
  );
}

/** A refusal in a sentence, and what it is about. */
function Told({ failure, customer }: { readonly failure: Failure; readonly customer: string }) {
  const words = useReasonWords();
  const refusal = useRefusal({
    type: `urn:honorar:problem:${failure.type}`,
    title: failure.title,
    status: 409,
  });
  return (
    <>
      {failure.fields.length === 0 && <li>{refusal?.message ?? failure.title}</li>}
      {failure.fields.map(({ field, reason }) => (
        <li key={field}>
          {words(field) ?? reason} <WayOut reason={field} customer={customer} />
        </li>
      ))}
    </>
  );
}

function WayOut({ reason, customer }: { readonly reason: string; readonly customer: string }) {
  const { t } = useLingui();
  if (reason === "unpriced") return <Link to={paths.rates}>{t`Set a rate`}</Link>;
  if (reason === "approval-on-its-way")
    return <Link to={paths.approvals}>{t`See what waits for approval`}</Link>;
  if (reason === "ready")
    return <Link to={withQuery(paths.billing, { bucket: "ready", customer })}>{t`See it`}</Link>;
  if (reason.startsWith("buyer.")) return <Link to={paths.customer(customer)}>{t`At the customer`}</Link>;
  if (reason.startsWith("seller.") || reason === "payment_instructions")
    return <Link to={paths.billingSettings}>{t`In the settings`}</Link>;
  return null;
}
