import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import type { CustomerPage, Party } from "./link.ts";
import styles from "./Portal.module.css";

/** Who owes whom, since when, and by which reference. */
export function Parties({ page }: { readonly page: CustomerPage }) {
  const { t } = useLingui();
  const { day } = useFormats();
  return (
    <section className={styles.sheet} aria-label={t`From and to`}>
      <div className={styles.parties}>
        <PartyView title={<Trans>From</Trans>} party={page.seller} />
        <PartyView title={<Trans>To</Trans>} party={page.buyer} />
        <div>
          <h2>
            <Trans>Invoice</Trans>
          </h2>
          <p>{page.number}</p>
          <p>
            <Trans>Dated {day(page.issue_date)}</Trans>
          </p>
          {page.purchase_order && (
            <p>
              <Trans>Purchase order: {page.purchase_order}</Trans>
            </p>
          )}
          {page.reference && (
            <p>
              <Trans>Your reference: {page.reference}</Trans>
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

function PartyView({ title, party }: { readonly title: ReactNode; readonly party: Party }) {
  const { i18n } = useLingui();
  const { address, vat_number, registration_number } = party;
  const place = address && [address.postal_code, address.city].filter(Boolean).join(" ");
  const lines = [
    ...(address?.lines ?? []),
    place,
    address && countryName(address.country, i18n.locale),
  ].filter(Boolean);
  return (
    <div>
      <h2>{title}</h2>
      <p className={styles.what}>{party.name}</p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {vat_number && (
        <p className="muted">
          <Trans>VAT no. {vat_number}</Trans>
        </p>
      )}
      {registration_number && (
        <p className="muted">
          <Trans>Company no. {registration_number}</Trans>
        </p>
      )}
    </div>
  );
}

function countryName(code: string, language: string): string {
  return (code && new Intl.DisplayNames([language], { type: "region" }).of(code)) || code;
}
