import { Plural, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths, withQuery } from "../paths.ts";
import { Duration } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./DraftPage.module.css";
import type { Draft, LeftOut } from "./useDraft.ts";

/** Time of the draft's period that is not on it: why, and the way out. */
export function LeftOutTime({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  if (draft.left_out.length === 0) return null;
  return (
    <Section title={t`Left out of this period`}>
      <Card>
        <div className={styles.ways}>
          {draft.left_out.map((one) => (
            <Way key={`${one.reason} ${one.detail}`} of={one} customer={draft.organization_id} />
          ))}
        </div>
      </Card>
    </Section>
  );
}

function Way({ of, customer }: { readonly of: LeftOut; readonly customer: string }) {
  const words = useWords(of);
  return (
    <div className={styles.way}>
      <div>
        {words} <WayOut of={of} customer={customer} />
      </div>
      <div className="muted">
        <Duration seconds={of.seconds} /> · <Plural value={of.entries} one="# entry" other="# entries" />
      </div>
    </div>
  );
}

function useWords({ reason, detail, way_out }: LeftOut): string {
  const { t } = useLingui();
  const words: Record<LeftOut["reason"], string> = {
    "approval-on-its-way": t`Priced, and its approval has not arrived here.`,
    "price-on-its-way": t`The price is on its way.`,
    unpriced: t`No rate matches.`,
    "other-currency": t`Priced in ${detail ?? ""}: make a draft in that currency too.`,
    "held-by-agreement": t`An agreement covers it (${detail ?? ""}): a line of its own bills it.`,
    "on-another-draft": t`On another draft.`,
    billed: t`Billed already.`,
    "written-off": t`Written off.`,
    "held-back": t`Held back: ${detail ?? ""}`,
    "not-billable": t`Not billable.`,
    "another-customer": t`It is another customer's.`,
    unknown: t`Not known here.`,
    ready: t`Ready: it came after the draft was made. Make another for it.`,
  };
  return words[reason] ?? way_out;
}

function WayOut({ of, customer }: { readonly of: LeftOut; readonly customer: string }) {
  const { t } = useLingui();
  switch (of.reason) {
    case "unpriced":
      return <Link to={paths.rates}>{t`Set a rate`}</Link>;
    case "approval-on-its-way":
      return <Link to={paths.approvals}>{t`See what waits for approval`}</Link>;
    case "ready":
      return <Link to={withQuery(paths.billing, { bucket: "ready", customer })}>{t`See it`}</Link>;
    case "held-back":
      return <Link to={withQuery(paths.billing, { bucket: "held-back", customer })}>{t`See it`}</Link>;
    case "written-off":
      return <Link to={withQuery(paths.billing, { bucket: "written-off", customer })}>{t`See it`}</Link>;
    case "on-another-draft":
      return of.invoice_ids.map((id) => <Link key={id} to={paths.draft(id)}>{t`Open the draft`}</Link>);
    case "billed":
      return of.invoice_ids.map((id) => <Link key={id} to={paths.invoice(id)}>{t`Open the invoice`}</Link>);
    default:
      return null;
  }
}
